export { sandboxHelp } from './options.ts';
export { sandbox } from './sandbox.ts';
