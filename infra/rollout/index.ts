export { type Done, isLeftAlone, lastResults } from './carry-out.ts';
export { type InstanceStatus, type RolloutStatus, readRolloutStatus } from './current-rollout.ts';
export type { CurrentRollout, DesiredRollout } from './plan.ts';
export {
  managementAccountFor,
  type RolloutNews,
  type RolloutReport,
  type RolloutSession,
  removeRollout,
  rollOut,
  setRolloutMode,
} from './rollout.ts';
export type { CountOrPercentage, Pace } from './start-step.ts';
export type { Area, CreateSet, Step } from './step.ts';
