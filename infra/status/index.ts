export { readDeployedTemplate } from './deployed-template.ts';
export { type HookStatus, type Outcomes, readRegisteredHooks, readStatus, type Status } from './status.ts';
export { differencesOf, faultsOf, isOffAsSaid, problemsOf } from './status-problem.ts';
