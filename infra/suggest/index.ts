export { askAthena } from './ask-athena.ts';
export { askLogGroup } from './ask-log-group.ts';
export { readTableName } from './athena/index.ts';
export { readGroup, readGroupOfStack, readSurroundings } from './ec2/index.ts';
export { FlowLogError } from './flow-log-error.ts';
export { type FilesRead, type ReadFiles, readFlowFiles } from './read-files.ts';
