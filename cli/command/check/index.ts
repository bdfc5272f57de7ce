export { check, checkHelp } from './check.ts';
