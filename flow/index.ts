export { isWithin } from './address.ts';
export type { EntryLimits, Surroundings } from './entries.ts';
export type { Entry } from './entry.ts';
export { FIRST_EPHEMERAL_PORT, type FlowSum } from './flow-sum.ts';
export { bestFormat, DEFAULT_FORMAT, isHeader, type LogFormat, missingFields, readFormat } from './log-format.ts';
export { type Suggestion, suggestEntries } from './suggest.ts';
export { makeSumming, type Summing, type SumScope } from './sum-records.ts';
export type { Traffic } from './traffic.ts';
