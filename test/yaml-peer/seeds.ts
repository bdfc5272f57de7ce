import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { arbitraryTemplate } from '../support/arbitrary-template.ts';
import type { Random } from '../support/random.ts';
import { toShortTags } from '../support/short-tags.ts';
import { yamlGroup, yamlProtocol } from '../support/template.ts';

/** How many templates are made up, each of them written in several ways. */
const MADE_UP = 400;

const written = [
  yamlProtocol('-1'),
  yamlProtocol('"-1"', '        - {IpProtocol: tcp, CidrIp: ::/0}'),
  yamlGroup('[{CidrIp: "0.0.0.0/0", IpProtocol: -1}, {IpProtocol: 6}]'),
  yamlGroup(
    '',
    '        - &a',
    '          IpProtocol: -1',
    '          CidrIp: ::/0',
    '        - *a',
    '        - <<: *a',
  ),
  yamlGroup(
    '',
    '        - Description: "a',
    '            b"',
    '          IpProtocol: "-1"',
    '        - IpProtocol: all',
  ),
  yamlGroup('[', '          {IpProtocol: -1, CidrIp: !Join [-, [a, b]]}', '        ]'),
  'Resources:\n  Out:\n    Type: "AWS::EC2::SecurityGroupEgress"\n    Properties:\n      GroupId: !Ref Sg\n      IpProtocol: -1\n',
  '{"Resources": {"Out": {"Type": "AWS::EC2::SecurityGroupEgress",\n  "Properties": {"IpProtocol": "-1", "CidrIp": "::/0"}}}}\n',
];

/** The templates to mutate: the project's own examples, some with what YAML has to offer, and templates of the generator. */
export function makeSeeds(random: Random): readonly [string, ...string[]] {
  const files = globSync(['examples/*', 'test/fixture/seed/*']).map((file) => readFileSync(file, 'utf8'));
  const made = fc.sample(arbitraryTemplate, { seed: random.below(2 ** 31), numRuns: MADE_UP });
  const styles = made.flatMap((template, index) => [
    stringify(template, { indent: 1 + (index % 4), indentSeq: index % 3 > 0, lineWidth: 0, version: '1.1' }),
    stringify(template, { collectionStyle: 'flow', lineWidth: 100, version: '1.1' }),
    JSON.stringify(template, undefined, index % 3),
    toShortTags(template),
  ]);
  const often = Array.from({ length: styles.length / 10 }).flatMap(() => written);
  return [yamlProtocol('-1'), ...often, ...files, ...styles];
}
