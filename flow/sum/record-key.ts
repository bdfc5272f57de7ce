import { ACK, FIRST_EPHEMERAL_PORT, type FlowCounts, type FlowSum, SYN, TCP } from '../flow-sum.ts';
import type { LogFormat } from '../log-format.ts';
import type { RecordFields } from './record-fields.ts';
import { makeTexts, type Texts } from './texts.ts';

/** What records of one sum have in common, as numbers. */
export interface RecordKeys {
  /** The key of a record, in an array that the next one is written over; undefined where there is no room for its texts. */
  readonly read: (fields: RecordFields) => Int32Array | undefined;
  /** What the parts of a key tell. */
  readonly tell: (partOf: (part: number) => number) => Omit<FlowSum, keyof FlowCounts>;
}

/** Makes the keys of the records of a format, with room for so many different texts. */
export function makeRecordKeys(format: LogFormat, maxTexts: number): RecordKeys {
  const texts = makeTexts(WORDS, maxTexts + WORDS.length);
  const indices = TEXT_FIELDS.map((field) => format.indexOf(field));
  const at = {
    protocol: format.indexOf('protocol'),
    source: format.indexOf('srcport'),
    destination: format.indexOf('dstport'),
    flags: format.indexOf('tcp-flags'),
  };
  const key = new Int32Array(KEY_PARTS);
  const readTexts = (fields: RecordFields): boolean =>
    indices.every((index, part) => {
      const number = texts.numberOf(fields.text(index));
      key[part] = number;
      return number >= 0;
    });
  const readNumbers = (fields: RecordFields): void => {
    const [protocol, flags] = [fields.number(at.protocol), fields.number(at.flags)];
    const [source, destination] = [fields.number(at.source), fields.number(at.destination)];
    const begunBy = protocol === TCP && flags >= 0 ? flags & (SYN | ACK) : 0;
    key[PROTOCOL] = protocol;
    key[SOURCE_PORT] = isChance(source, destination, begunBy === SYN, begunBy === (SYN | ACK)) ? 0 : source;
    key[DESTINATION_PORT] = isChance(destination, source, begunBy === (SYN | ACK), begunBy === SYN) ? 0 : destination;
    key[IS_SYN] = flags < 0 ? -1 : Number(begunBy === SYN);
  };
  const read = (fields: RecordFields): Int32Array | undefined => {
    readNumbers(fields);
    return readTexts(fields) ? key : undefined;
  };
  return { read, tell: (partOf) => tell(partOf, texts) };
}

const tell = (partOf: (part: number) => number, texts: Texts): Omit<FlowSum, keyof FlowCounts> => {
  const text = (part: number): string => texts.textOf(partOf(part));
  const number = (part: number): number | undefined => (partOf(part) < 0 ? undefined : partOf(part));
  const status = text(STATUS);
  return {
    interfaceId: text(INTERFACE),
    source: text(SOURCE),
    destination: text(DESTINATION),
    logStatus: status === 'NODATA' || status === 'SKIPDATA' ? status : 'OK',
    action: text(ACTION) as FlowSum['action'],
    direction: (text(DIRECTION) || undefined) as FlowSum['direction'],
    protocol: number(PROTOCOL),
    sourcePort: number(SOURCE_PORT),
    destinationPort: number(DESTINATION_PORT),
    isSyn: partOf(IS_SYN) < 0 ? undefined : partOf(IS_SYN) === 1,
  };
};

/**
 * The port of who began is chance; so is one from where those begin, with one below at the other end. SYN and ACK are told as far
 * as any came within the interval: SYN alone is of who began, both are of who answered.
 */
const isChance = (port: number, other: number, didBegin: boolean, didAnswer: boolean): boolean =>
  port >= 0 && other >= 0 && (didBegin || (!didAnswer && port >= FIRST_EPHEMERAL_PORT && other < FIRST_EPHEMERAL_PORT));

const TEXT_FIELDS = ['interface-id', 'srcaddr', 'dstaddr', 'action', 'log-status', 'flow-direction'] as const;

const [INTERFACE, SOURCE, DESTINATION, ACTION, STATUS, DIRECTION] = [0, 1, 2, 3, 4, 5] as const;
const [PROTOCOL, SOURCE_PORT, DESTINATION_PORT, IS_SYN] = [6, 7, 8, 9] as const;

export const KEY_PARTS = 10;

/** An interface and two addresses: the other texts are few. */
export const TEXTS_OF_A_KEY = 3;

/** All that records have, whoever they are of. */
const WORDS = ['', 'ACCEPT', 'REJECT', 'OK', 'NODATA', 'SKIPDATA', 'ingress', 'egress'] as const;
