export { readGroup, readGroupOfStack } from './security-group.ts';
export { readSurroundings } from './surroundings.ts';
