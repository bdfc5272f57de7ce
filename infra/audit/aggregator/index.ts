export type { LiveGroup } from './live-group.ts';
export { makeLiveStacks } from './live-stacks.ts';
export { pageLine, readPages } from './page-state.ts';
export { countGroups, type GroupPage, readGroups } from './query.ts';
