export { discard, execute, prepare } from './change-set.ts';
export { deployStack } from './deploy.ts';
export type { Registered } from './registered.ts';
export type { DeployReport } from './report.ts';
