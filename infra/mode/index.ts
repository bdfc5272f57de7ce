export { applyMode, type Mode, type ModeChange, type ModeProblem, planMode, type Standing } from './mode.ts';
