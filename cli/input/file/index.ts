export { displayPath, type FoundFile, findFiles, loadMatch, loadSearches } from './find-files.ts';
export { readIncludedFile } from './included-file.ts';
export { nestedFile } from './nested-file.ts';
export { FileError, MAX_BYTES, readBytes, TooLargeError } from './read-bytes.ts';
export { decodeText, inputName, isUtf16, readText } from './read-text.ts';
