export { type Lines, linesOf } from './record-fields.ts';
export { makeSumming, type Summing, type SumScope } from './sum-records.ts';
