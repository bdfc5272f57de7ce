export { readLogGroup } from './read.ts';
export { readStreams } from './streams.ts';
