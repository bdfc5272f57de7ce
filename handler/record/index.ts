export { archive } from './archive.ts';
export type { Archived, Invocation } from './decision-record.ts';
export { openLog } from './log.ts';
export { recordInvocation } from './record-invocation.ts';
