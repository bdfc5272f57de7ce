export { rollout, rolloutHelp } from './rollout.ts';
