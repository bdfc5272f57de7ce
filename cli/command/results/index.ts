export { resultsHelp } from './options.ts';
export { results } from './results.ts';
