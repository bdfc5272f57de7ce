export { askLogGroup } from './ask-log-group.ts';
export { readGroup, readGroupOfStack, readSurroundings } from './ec2/index.ts';
export { FlowLogError } from './flow-log-error.ts';
export { type FilesRead, type ReadFiles, readFlowFiles } from './read-files.ts';
