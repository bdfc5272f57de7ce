export { applyMode, type HookMode, type Mode, type ModeChange, type ModeProblem, planMode } from './mode.ts';
