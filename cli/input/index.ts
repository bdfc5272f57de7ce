export { endWithNearest, parseOptions, readChoice, spellOptions } from './arguments.ts';
export {
  decodeText,
  displayPath,
  FileError,
  type FoundFile,
  findFiles,
  inputName,
  isUtf16,
  loadSearches,
  MAX_BYTES,
  nestedFile,
  readBytes,
  readIncludedFile,
  TooLargeError,
} from './file/index.ts';
export { loadExemptions, problemText, readExemptions, readExemptionsFile } from './load-exemptions.ts';
export { type LoadedTemplate, loadTemplate } from './load-template.ts';
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
export { ruleHelp } from './rule-help.ts';
export { readRules } from './rule-option.ts';
