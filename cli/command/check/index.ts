export { check } from './check.ts';
export { checkHelp } from './options.ts';
