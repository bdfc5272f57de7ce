export { removeStackOfHooks } from './remove.ts';
export type { Kept, RemoveReport } from './report.ts';
