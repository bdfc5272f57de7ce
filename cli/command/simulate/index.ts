export { simulateHelp } from './options.ts';
export { simulate } from './simulate.ts';
