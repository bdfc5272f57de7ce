import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asStrings } from '../support/as-strings.ts';
import { resourceEvent, templateEvent } from '../support/events.ts';
import { expectWellFormed } from '../support/hook-response.ts';
import { invoke } from '../support/invoke.ts';

const allProtocols = fc.constantFrom<unknown>(
  ...[-1, '-1', ' -1', '-1 ', '\t-1\n', '-1.0', '-01', '-1e0', '-0x1', 'all', 'ALL', ' All '],
);
const named = fc.constantFrom<unknown>('tcp', 'udp', 'icmp', 'icmpv6', 6, '17', '50', 0, true, null, '', { Ref: 'P' });
const junk = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3, noNullPrototype: true });
const destination = fc.constantFrom<object>(
  {},
  { CidrIp: '0.0.0.0/0' },
  { CidrIp: '127.0.0.1/32' },
  { CidrIpv6: '::1/128' },
  { DestinationSecurityGroupId: { 'Fn::GetAtt': ['Db', 'GroupId'] } },
  { FromPort: 443, ToPort: 443 },
);

const entry = (protocol: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(junk, destination, protocol).map(([extra, to, IpProtocol]) => ({ ...extra, ...to, IpProtocol }));

const innocent = fc.oneof(entry(named), fc.jsonValue(), fc.constant({ 'Fn::If': ['A', {}, {}] }));

/** A list with one entry that is open somewhere in it, or that entry alone. */
const egress = fc.oneof(
  entry(allProtocols),
  fc
    .tuple(fc.array(innocent, { maxLength: 4 }), entry(allProtocols), fc.array(innocent, { maxLength: 4 }))
    .map(([before, open, after]) => [...before, open, ...after]),
);

const group = fc.tuple(junk, egress).map(([extra, SecurityGroupEgress]) => ({
  targetName: 'AWS::EC2::SecurityGroup',
  properties: { ...extra, SecurityGroupEgress },
}));

const standalone = entry(allProtocols).map((properties) => ({
  targetName: 'AWS::EC2::SecurityGroupEgress',
  properties,
}));

const point = fc.constantFrom('CREATE_PRE_PROVISION', 'UPDATE_PRE_PROVISION', 'IMPORT_PRE_PROVISION');

test('egress that is open to all protocols never passes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(group, standalone),
      point,
      fc.boolean(),
      fc.jsonValue(),
      async ({ targetName, properties }, actionInvocationPoint, stringified, previousResourceProperties) => {
        const event = resourceEvent(stringified ? asStrings(properties) : properties, {
          event: { actionInvocationPoint },
          data: { targetName },
          model: { previousResourceProperties },
        });
        const { response, lines } = await invoke(event);
        expect(response.hookStatus).toBe('FAILED');
        expectWellFormed(response);
        expect(lines).toHaveLength(1);
      },
    ),
    { numRuns: 5000 },
  );
});

/** Events of any shape, and those that are nearly right: one field of a request replaced by any value. */
const anyEvent = fc.oneof(
  fc.jsonValue(),
  fc.jsonValue().map((value) => resourceEvent(value)),
  fc
    .tuple(fc.jsonValue(), fc.constantFrom('targetName', 'targetLogicalId', 'targetModel'))
    .map(([value, key]) => resourceEvent({}, { data: { [key]: value } })),
  fc
    .tuple(fc.jsonValue(), fc.constantFrom('requestData', 'actionInvocationPoint', 'stackId', 'changeSetId'))
    .map(([value, key]) => resourceEvent({}, { event: { [key]: value } })),
  fc
    .tuple(fc.string(), fc.string({ unit: 'binary' }))
    .map(([clientRequestToken, targetLogicalId]) =>
      resourceEvent({}, { event: { clientRequestToken }, data: { targetLogicalId } }),
    ),
  fc.jsonValue().map((SecurityGroupEgress) => resourceEvent({ SecurityGroupEgress })),
  fc.string({ unit: 'binary' }).map((name) => resourceEvent({ SecurityGroupEgress: { [`Fn::${name}`]: [] } })),
  fc.jsonValue().map((payload) => templateEvent('STACK', payload)),
  fc.jsonValue().map((payload) => templateEvent('CHANGE_SET', payload)),
);

test('every event is answered as the contract has it, with one line in the log', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvent, async (event) => {
      const { response, lines } = await invoke(event);
      expectWellFormed(response);
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines.join())).toMatchObject({ event: 'decision', hookStatus: response.hookStatus });
    }),
    { numRuns: 5000 },
  );
});
