export { mode, modeHelp } from './mode.ts';
