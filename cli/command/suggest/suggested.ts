import type { Entry } from '../../../flow/index.ts';
import { isObject, type JsonObject, own, readCidr } from '../../../rule/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { PastedEntry } from './forms.ts';
import { objects, readJson, strings, text } from './json-file.ts';

/** What was suggested for a group: as much of it as others show. */
export interface Suggested {
  readonly stack: string;
  readonly stackId: string;
  readonly resource: string;
  readonly group: string;
  readonly entries: readonly PastedEntry[];
  /** What whoever takes the entries has to know, a sentence each. */
  readonly notes: readonly string[];
}

/** Reads what `suggest --format json` printed: what is no entry that EC2 takes is in no such answer. @throws {UsageError} */
export function readSuggested(path: string): readonly Suggested[] {
  const answer = readJson(path);
  const suggestions = isObject(answer) && own(answer, 'version') === 1 ? own(answer, 'suggestions') : undefined;
  const read = Array.isArray(suggestions) ? suggestions.map(asSuggested) : [undefined];
  const known = read.filter((one) => one !== undefined);
  if (known.length === read.length) return known;
  throw new UsageError(`${path}: is no answer of suggest. Give it what egress-guard suggest --format json prints.`);
}

const asSuggested = (one: unknown): Suggested | undefined => {
  const subject = isObject(one) ? own(one, 'for') : undefined;
  if (!isObject(one) || !isObject(subject) || !Array.isArray(own(one, 'entries'))) return undefined;
  const entries = objects(one, 'entries').flatMap((entry) => asEntry(entry) ?? []);
  if (entries.length !== (own(one, 'entries') as readonly unknown[]).length) return undefined;
  const name = (key: string): string => text(subject, key);
  return {
    ...{ stack: name('stack'), stackId: name('stackId'), resource: name('resource'), group: name('group') },
    ...{ entries, notes: strings(own(one, 'notes')) },
  };
};

const asEntry = (one: JsonObject): PastedEntry | undefined => {
  const [entry, isSure] = [own(one, 'entry'), own(one, 'sure')];
  if (!isObject(entry) || typeof isSure !== 'boolean') return undefined;
  const protocol = text(entry, 'IpProtocol');
  const found = kinds.filter(([kind]) => own(entry, kind) !== undefined);
  const destination = found.map(([kind]) => ({ kind, value: text(entry, kind) }))[0];
  const ports = portsOf(entry);
  const isRight = found.length === 1 && found.every(([kind, is]) => is(text(entry, kind)));
  if (destination === undefined || ports === undefined || !isRight || !PROTOCOL.test(protocol)) return undefined;
  return { protocol, ...ports, destination, isSure };
};

/** As the schema has it: never all protocols. */
const PROTOCOL = /^(?:tcp|udp|icmp|icmpv6|\d{1,3})$/;

/** Each kind of destination, with what its values are. */
const kinds: readonly (readonly [Entry['destination']['kind'], (value: string) => boolean])[] = [
  ['CidrIp', (value) => readCidr(value)?.size === 32],
  ['CidrIpv6', (value) => readCidr(value)?.size === 128],
  ['DestinationSecurityGroupId', (value) => /^sg-[\da-f]+$/.test(value)],
  ['DestinationPrefixListId', (value) => /^pl-[\da-f]+$/.test(value)],
];

/** Both or none; undefined where they are no ports. */
const portsOf = (entry: JsonObject): Pick<PastedEntry, 'ports'> | undefined => {
  const [from, to] = [own(entry, 'FromPort'), own(entry, 'ToPort')];
  if (from === undefined && to === undefined) return {};
  return isPort(from) && isPort(to) ? { ports: { from, to } } : undefined;
};

const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= -1 && value <= 65_535;
