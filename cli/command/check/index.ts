export { check } from './check.ts';
export { checkFiles } from './files.ts';
export { checkHelp } from './options.ts';
export { findSuppressed, type Suppressed } from './suppressed.ts';
