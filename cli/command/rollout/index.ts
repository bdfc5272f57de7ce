export { rolloutHelp } from './options.ts';
export { rollout } from './rollout.ts';
