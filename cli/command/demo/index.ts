export { demo, demoHelp } from './demo.ts';
