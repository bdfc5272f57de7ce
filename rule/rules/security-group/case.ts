import type { RuleContext } from '../../rule.ts';
import type { Possibility } from '../../value/index.ts';
import { type Answer, allOf, ask, valuesOf } from './answer.ts';
import { type EgressEntry, protocolsOf, valuesIn } from './entry.ts';
import { endsHigh, isWorld, portsOpenedIn, readKind, startsLow } from './ports.ts';

/** One of the ways in which an entry may turn out. */
export interface Case {
  readonly cidr: Possibility;
  readonly protocol: Possibility;
  readonly from: Possibility;
  readonly to: Possibility;
}

/** A way in which an entry may turn out, and whether it opens all ports to everywhere then. */
export interface JudgedCase extends Case {
  readonly verdict: Answer;
}

/** All the ways in which an entry may turn out that may matter. */
export function casesOf(entry: EgressEntry, context: RuleContext): readonly JudgedCase[] {
  return CIDRS.flatMap((key) => combinationsOf(entry, [key, 'IpProtocol', 'FromPort', 'ToPort'], context))
    .flatMap(([cidr, protocol, from, to]) => (cidr && protocol && from && to ? [{ cidr, protocol, from, to }] : []))
    .map((one) => ({ ...one, verdict: allOf([isWorld(one.cidr), portsOpenedBy(one)]) }));
}

/** Whether EC2 ignores the ports beside the protocol. */
export function isPortless({ protocol }: Case): boolean {
  return ask(protocol, readKind) === 'portless';
}

/** The parts of a case whose own answer is open. */
export function openParts({ cidr, protocol, from, to }: Case): readonly Possibility[] {
  const hasPorts = valuesOf(protocol).some((value) => readKind(value) === 'ports');
  return [
    ...(ask(protocol, readKind) === 'open' ? [protocol] : []),
    ...(hasPorts && ask(from, startsLow) === 'open' ? [from] : []),
    ...(hasPorts && ask(to, endsHigh) === 'open' ? [to] : []),
    ...(isWorld(cidr) === 'open' ? [cidr] : []),
  ];
}

const CIDRS = ['CidrIp', 'CidrIpv6'];

/** More ways to combine the values of an entry are not told apart. */
const MAX_CASES = 64;

const TOO_MANY = 'its values depend on too many conditions';

/** Every choice of one value for each key; each is resolved under what those before it assume. */
const combinationsOf = (
  { place, value, resource }: EgressEntry,
  keys: readonly string[],
  context: RuleContext,
): readonly (readonly Possibility[])[] => {
  let combinations: readonly (readonly Possibility[])[] = [[]];
  for (const key of keys) {
    combinations = combinations.flatMap((before) => {
      const { when } = before.at(-1) ?? place;
      const found = readKey({ resource, value, place: { ...place, when } }, key, context);
      return found.filter((one) => mayMatter(key, one)).map((one) => [...before, one]);
    });
    if (combinations.length > MAX_CASES) return [keys.map(() => ({ ...place, unknown: TOO_MANY }))];
  }
  return combinations;
};

const readKey = (entry: EgressEntry, key: string, context: RuleContext): readonly Possibility[] =>
  key === 'IpProtocol' ? protocolsOf(entry, context) : valuesIn(entry, key, context.resolve);

/** Whether a value of a key may be part of a violation: no other is combined with those of the next key. */
const mayMatter = (key: string, value: Possibility): boolean => {
  if (CIDRS.includes(key)) return value.isAbsent !== true && isWorld(value) !== 'no';
  return key !== 'IpProtocol' || (value.isAbsent !== true && portsOpenedIn(value, 'yes') !== 'no');
};

const portsOpenedBy = (one: Case): Answer => portsOpenedIn(one.protocol, areAllPorts(one));

const areAllPorts = ({ from, to }: Case): Answer => {
  if (from.isAbsent || to.isAbsent) return 'no';
  return allOf([ask(from, startsLow), ask(to, endsHigh)]);
};
