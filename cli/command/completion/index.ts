export { completion, completionHelp } from './completion.ts';
