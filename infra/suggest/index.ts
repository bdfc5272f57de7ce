export { FlowLogError } from './flow-log-error.ts';
export { type FilesRead, type ReadFiles, readFlowFiles } from './read-files.ts';
