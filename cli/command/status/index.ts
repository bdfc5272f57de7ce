export { differencesText } from './differences.ts';
export { status, statusHelp } from './status.ts';
