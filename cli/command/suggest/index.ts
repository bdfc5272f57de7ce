export { suggestHelp } from './options.ts';
export { suggest } from './suggest.ts';
