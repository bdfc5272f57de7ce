export { readLogGroup } from './read.ts';
