export { deploy } from './deploy.ts';
export { deployHelp } from './options.ts';
export { loadBuiltTemplate } from './template.ts';
