export { simulateHelp } from './options.ts';
export { eventText } from './report.ts';
export { simulate } from './simulate.ts';
