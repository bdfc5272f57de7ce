import type { Random } from '../support/random.ts';

// What the product has to answer, known from how a group was made, and told in words of its own: nothing here asks the rules.

/** How the functions are set. */
export interface Stance {
  readonly name: string;
  readonly rules: readonly ('all-protocols' | 'all-ports' | 'without-egress')[];
  readonly allowsLoopback: boolean;
  readonly allowsExisting: boolean;
  readonly requiresInline: boolean;
}

/** What an entry is: open to all protocols, to all ports, named, or what nobody can tell. */
type Kind = 'open' | 'wide' | 'named' | 'unknown';

export interface Entry {
  readonly kind: Kind;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where it leads, as something that can be compared. */
  readonly destination: string;
  readonly isLoopback: boolean;
}

/** What the hook is asked about. */
export interface Subject {
  readonly entries: readonly Entry[];
  /** What stood there before, of an update; undefined: nothing did. */
  readonly before: readonly Entry[] | undefined;
  /** Whether the exemptions document covers it. */
  readonly isExempted: boolean;
  readonly isStandalone: boolean;
}

/** What the two functions answer to a subject. */
export interface Expected {
  readonly gate: 'SUCCESS' | 'FAILED';
  readonly template: 'SUCCESS' | 'FAILED';
}

export function expectedOf(subject: Subject, stance: Stance): Expected {
  const bad = subject.entries.filter((entry) => isBad(entry, stance));
  const isEmpty = subject.entries.length === 0 && !subject.isStandalone && stance.rules.includes('without-egress');
  const refuses = !subject.isExempted && (bad.some((_entry, index) => !isOld(bad, index, subject, stance)) || isEmpty);
  const hides = subject.entries.some((entry) => isHidden(entry, stance));
  const refusesAtGate = refuses && (!isEmpty || stance.requiresInline);
  return { gate: refusesAtGate || hides ? 'FAILED' : 'SUCCESS', template: refuses ? 'FAILED' : 'SUCCESS' };
}

/** Of all ports only what leads anywhere is looked at. */
const isHidden = ({ kind, destination }: Entry, { rules }: Stance): boolean =>
  kind === 'unknown' && (rules.includes('all-protocols') || (rules.includes('all-ports') && isAnywhere(destination)));

const isAnywhere = (destination: string): boolean => ANYWHERE.some((place) => JSON.stringify(place) === destination);

const isBad = ({ kind, isLoopback }: Entry, { rules, allowsLoopback }: Stance): boolean => {
  if (kind === 'open') return rules.includes('all-protocols') && !(isLoopback && allowsLoopback);
  return kind === 'wide' && rules.includes('all-ports');
};

/** An entry may stay that stood there before, as often as it did, if the operator says so. */
const isOld = (bad: readonly Entry[], index: number, { before }: Subject, { allowsExisting }: Stance): boolean => {
  const entry = bad[index];
  if (!allowsExisting || before === undefined || entry === undefined) return false;
  const isSame = (other: Entry): boolean =>
    other.kind === entry.kind && other.destination === entry.destination && isSameWidth(other, entry);
  return bad.slice(0, index + 1).filter(isSame).length <= before.filter(isSame).length;
};

/** Ports do not count where all protocols are open; elsewhere they do, and so does the protocol. */
const isSameWidth = (one: Entry, other: Entry): boolean =>
  one.kind === 'open' || JSON.stringify(one.properties) === JSON.stringify(other.properties);

const zeros = (random: Random): string => '0'.repeat(random.below(3));

const blank = (random: Random): string => random.pick(['', ' ', '\t', '\n', '  ']);

/** Minus one, in one of its many spellings; or a name for all protocols. */
const openProtocol = (random: Random): unknown => {
  const spelled = (): string =>
    random.pick([`-${zeros(random)}1`, `-${zeros(random)}1.${zeros(random)}0`, '-1e0', '-0x1', '-0X1', '-10e-1']);
  return random.pick<() => unknown>([
    () => -1,
    () => '-1',
    () => `${blank(random)}${spelled()}${blank(random)}`,
    () => `${blank(random)}${random.pick(['all', 'ALL', 'All', 'aLl'])}${blank(random)}`,
  ])();
};

const NAMED = ['icmp', 'icmpv6', 'ICMP', 1, '1', 58, '58'] as const;

const UNKNOWN: readonly [unknown, ...unknown[]] = [
  null,
  '',
  '   ',
  '\u2212\u0031',
  '\uff0d\uff11',
  '-\u0661',
  '\u200b-1',
  '-1\u0000',
  '\u0430ll',
  [],
  ['tcp'],
  {},
  { Ref: 'Protocol' },
  { 'Fn::ImportValue': 'protocol' },
  '{{resolve:ssm:protocol}}',
];

type Destination = Readonly<Record<string, string>>;

const ANYWHERE: readonly [Destination, Destination] = [{ CidrIp: '0.0.0.0/0' }, { CidrIpv6: '::/0' }];

const DESTINATIONS: readonly [Destination, ...Destination[]] = [
  { CidrIp: '0.0.0.0/0' },
  { CidrIp: '10.0.0.0/8' },
  { CidrIpv6: '::/0' },
  { CidrIp: '127.0.0.1/32' },
  { CidrIpv6: '::1/128' },
  { DestinationPrefixListId: 'pl-12345678' },
  { DestinationSecurityGroupId: 'sg-12345678' },
];

/** Makes an entry and says what it is. */
function makeEntry(random: Random): Entry {
  const kind = random.pick<Kind>(['open', 'open', 'wide', 'named', 'named', 'named', 'unknown']);
  const destination = kind === 'wide' ? random.pick(ANYWHERE) : random.pick(DESTINATIONS);
  const place = JSON.stringify(destination);
  return {
    kind,
    destination: place,
    isLoopback: /"(127\.0\.0\.1\/32|::1\/128)"/.test(place),
    properties: { ...protocolOf(kind, random), ...destination },
  };
}

const protocolOf = (kind: Kind, random: Random): Readonly<Record<string, unknown>> => {
  switch (kind) {
    case 'open':
      return {
        IpProtocol: openProtocol(random),
        ...(random.below(2) === 0 && { FromPort: random.below(9), ToPort: 80 }),
      };
    case 'wide':
      return { IpProtocol: random.pick<unknown>(['tcp', 'udp', 6, '17']), FromPort: random.below(2), ToPort: 65_535 };
    case 'named':
      return random.below(3) === 0
        ? { IpProtocol: random.pick<unknown>(NAMED), FromPort: 8, ToPort: 0 }
        : { IpProtocol: random.pick<unknown>(['tcp', 'udp', 'TCP', '6', 17]), FromPort: 443, ToPort: 443 };
    case 'unknown':
      return { IpProtocol: random.pick(UNKNOWN) };
  }
};

/** Makes a subject: a group with some entries, or an entry that stands alone. */
export function makeSubject(random: Random): Subject {
  const isStandalone = random.below(4) === 0;
  const count = isStandalone ? 1 : random.below(5);
  const entries = Array.from({ length: count }, () => makeEntry(random));
  const before = makeBefore(entries, random);
  // What stands alone is one entry, before as now.
  const one = before && [before[0] ?? makeEntry(random)];
  return { entries, before: isStandalone ? one : before, isExempted: random.below(4) === 0, isStandalone };
}

/** Some of what stands there now, and some that does not any more. */
const makeBefore = (entries: readonly Entry[], random: Random): readonly Entry[] | undefined => {
  if (random.below(2) === 0) return undefined;
  const kept = entries.filter(() => random.below(3) > 0);
  return random.below(2) === 0 ? kept : [makeEntry(random), ...kept];
};
