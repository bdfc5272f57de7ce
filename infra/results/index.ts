export { followResults } from './follow-results.ts';
export { type Results, readResults } from './results.ts';
