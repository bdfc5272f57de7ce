export { type HookResponse, respond } from './response.ts';
export { verdictSentences } from './verdict-sentences.ts';
