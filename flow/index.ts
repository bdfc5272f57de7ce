export { isWithin, resolverIn } from './address.ts';
export type { Surroundings } from './entries.ts';
export type { Entry } from './entry.ts';
export { ACK, FIRST_EPHEMERAL_PORT, type FlowSum, SYN } from './flow-sum.ts';
export {
  DEFAULT_FORMAT,
  formatText,
  isHeader,
  type LogFormat,
  missingFields,
  readFormat,
  SET_FORMAT,
} from './log-format.ts';
export { type Suggestion, suggestEntries } from './suggest.ts';
export { type Lines, linesOf, makeSumming, type Summing, type SumScope } from './sum/index.ts';
export type { Traffic } from './traffic.ts';
