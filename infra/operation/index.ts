export { type Ending, explainEnding, watchStack } from './ending.ts';
export type { Operator } from './operator.ts';
export {
  awsCommand,
  expectIdle,
  expectRepaired,
  explainBroken,
  explainLostSight,
  pauseOf,
  removeStack,
  type StackNews,
  type StackSession,
} from './stack-session.ts';
