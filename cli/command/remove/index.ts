export { removeHelp } from './options.ts';
export { remove } from './remove.ts';
