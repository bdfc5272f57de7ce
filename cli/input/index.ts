export { endWithNearest, parseOptions, readChoice, spellOptions } from './arguments.ts';
export { formatOption, hookOptions, parametersOption, ruleHelp, ruleOptions } from './common-options.ts';
export {
  decodeText,
  displayPath,
  FileError,
  type FoundFile,
  findFiles,
  inputName,
  isUtf16,
  loadMatch,
  loadSearches,
  MAX_BYTES,
  nestedFile,
  readBytes,
  readIncludedFile,
  TooLargeError,
} from './file/index.ts';
export { type CommandHelp, helpText, type OptionTable } from './help.ts';
export { loadExemptions, problemText, readExemptions, readExemptionsFile } from './load-exemptions.ts';
export { type LoadedTemplate, loadTemplate } from './load-template.ts';
export { readCount, readSince } from './numbers.ts';
export {
  type Assignment,
  checkNames,
  namesByHand,
  pathOf,
  readParameters,
  refuseStray,
  refuseTwice,
  valuesOf,
} from './parameters/index.ts';
export { readPseudo } from './pseudo.ts';
export { readRules } from './rule-option.ts';
