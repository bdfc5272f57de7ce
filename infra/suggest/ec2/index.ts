export { type FlowLog, readFlowLogs } from './flow-logs.ts';
export { readGroup, readGroupOfStack } from './security-group.ts';
export { readSurroundings } from './surroundings.ts';
