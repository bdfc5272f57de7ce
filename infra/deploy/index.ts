export { discard, execute, prepare } from './change-set.ts';
export { deployStack } from './deploy.ts';
export { publishTemplate } from './publish-template.ts';
export type { Registered } from './registered.ts';
export type { DeployReport } from './report.ts';
