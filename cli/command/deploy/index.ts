export { deploy } from './deploy.ts';
export { type Ending, explainEnding, showEvents } from './events.ts';
export { explainLostSight } from './lost-sight.ts';
export { deployHelp } from './options.ts';
export { awsCommand, expectIdle, removeStack, type StackSession } from './stack.ts';
export { loadBuiltTemplate } from './template.ts';
