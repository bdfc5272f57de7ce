export { askAthena } from './ask-athena.ts';
export { askLogGroup } from './ask-log-group.ts';
export { readTableName } from './athena/index.ts';
export { bytesText } from './bytes-text.ts';
export { readGroup, readGroupOfStack, readSurroundings } from './ec2/index.ts';
export { FlowLogError } from './flow-log-error.ts';
export type { FlowAnswer, FlowQuery } from './flow-sum.ts';
export { readFlowFiles } from './read-files.ts';
