import { assert, constantFrom, dictionary, oneof, property, string } from 'fast-check';
import { test } from 'vitest';
import { evaluateResource } from '../../../../rule/evaluate.ts';

const texts = constantFrom(
  'tcp',
  ' tcp ',
  'TCP',
  '-1',
  '_-1',
  '-01',
  '-0x1',
  'all',
  'All',
  '50',
  '',
  '***',
  '{{resolve:x}}',
  '\u22121',
);
const others = constantFrom(-1, 6, 0, -1.5, null, undefined, true, {}, [], ['tcp'], { Ref: 'Protocol' });
const keys = constantFrom('IpProtocol', 'CidrIp', 'Ref', 'Fn::If', 'Fn::Transform', 'Fn::ForEach::X', 'constructor');
const entries = dictionary(keys, oneof(texts, others, string()), { maxKeys: 4, noNullPrototype: true });

/** What the rules that are on say of properties: how many findings, and how many places that cannot be decided. */
const countsOf = (type: string, properties: unknown): readonly number[] => {
  const { findings, undetermined } = evaluateResource({ logicalId: 'A', type, properties });
  return [findings.length, undetermined.length];
};

test('an entry in the list of a group, which may be passed over, is decided like one of its own, which is resolved', () => {
  assert(
    property(entries, (entry) => {
      const [inGroup, alone] = [
        countsOf('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [entry] }),
        countsOf('AWS::EC2::SecurityGroupEgress', entry),
      ];
      return JSON.stringify(inGroup) === JSON.stringify(alone);
    }),
    { numRuns: 5000 },
  );
});
