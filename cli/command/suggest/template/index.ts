export { openChange } from './change.ts';
