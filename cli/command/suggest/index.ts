export { asYaml, type PastedEntry, portsText } from './forms.ts';
export { suggestHelp } from './options.ts';
export { suggest } from './suggest.ts';
export { readSuggested, type Suggested } from './suggested.ts';
