export { applyMode, type HookMode, type ModeChange, type ModeProblem, planMode } from './mode.ts';
