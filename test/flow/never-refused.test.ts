import fc from 'fast-check';
import { expect, test } from 'vitest';
import { templateEntry } from '../../cli/command/suggest/forms.ts';
import { entriesFor } from '../../flow/entries.ts';
import type { Traffic } from '../../flow/index.ts';
import { evaluateResource, rules } from '../../rule/index.ts';

const nowhere = { groupsOf: () => [], prefixListOf: () => undefined };

const refused = (entries: readonly object[]): readonly string[] => {
  const resource = {
    logicalId: 'Sg',
    type: 'AWS::EC2::SecurityGroup',
    properties: { GroupDescription: 'x', SecurityGroupEgress: entries },
  };
  const { findings, undetermined } = evaluateResource(resource, { rules: rules.map(({ meta }) => meta.id) });
  return [...findings, ...undetermined].map(({ message }) => message);
};

const trafficTo = (address: string, protocol: number, port: number | undefined): Traffic => ({
  ...{ protocol, port, address, isRejected: false, isSure: true },
  ...{ records: 1, packets: 1, bytes: 1, first: 1, last: 2 },
});

const withPorts = (protocol: number) =>
  fc
    .tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 65_535 }))
    .map(([address, dense, port]) => trafficTo(address, protocol, dense > 20 ? port : dense));

const withoutPorts = fc
  .tuple(fc.ipV4(), fc.constantFrom(1, 47, 50, 58, 132))
  .map(([address, protocol]) => trafficTo(address, protocol, undefined));

const limits = fc.record({ maxEntries: fc.integer({ min: 1, max: 60 }), maxUnseen: fc.constantFrom(0, 0.5, 1) });

test('an entry that is suggested is refused by no rule, whatever was seen and however wide blocks may be', () => {
  const traffic = fc.array(fc.oneof(withPorts(6), withPorts(17), withoutPorts), { maxLength: 80 });
  fc.assert(
    fc.property(traffic, limits, (seen, asked) => {
      const { entries } = entriesFor(seen, nowhere, asked);
      expect(entries.length).toBeLessThanOrEqual(asked.maxEntries);
      expect(refused(entries.map(templateEntry))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('all ports of many public addresses are not all ports to everywhere', () => {
  const seen = Array.from({ length: 65_535 }, (_, index) => trafficTo(`52.1.${index % 200}.9`, 6, index + 1));
  const { entries, left } = entriesFor(seen, nowhere, { maxEntries: 20, maxUnseen: 0.5 });
  expect([entries.length, left.length]).toEqual([20, 65_515]);
  expect(refused(entries.map(templateEntry))).toEqual([]);
});

test('a range of ports that many public addresses take is named port by port', () => {
  const seen = Array.from({ length: 90 }, (_, index) => trafficTo(`52.1.${index}.9`, 6, 8000 + (index % 9)));
  const { entries } = entriesFor(seen, nowhere, { maxEntries: 20, maxUnseen: 0.5 });
  expect(entries.map(({ ports, destination }) => [ports?.from, ports?.to, destination.value])).toEqual(
    Array.from({ length: 9 }, (_, index) => [8000 + index, 8000 + index, '0.0.0.0/0']),
  );
});

test('a protocol without ports leads nowhere by a block of all addresses, however wide blocks may be', () => {
  const seen = ['10.0.0.1', '200.1.1.1'].map((address) => trafficTo(address, 47, undefined));
  const { entries } = entriesFor(seen, nowhere, { maxEntries: 1, maxUnseen: 1 });
  expect(entries.map(({ destination }) => destination.value)).toEqual(['10.0.0.1/32']);
});
