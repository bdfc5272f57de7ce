export { readFlowTable } from './read.ts';
export { readTable, readTableName, type TableName } from './table.ts';
