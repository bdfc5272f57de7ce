export { rules, rulesHelp } from './rules.ts';
