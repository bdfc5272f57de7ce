export { countOf } from './count-of.ts';
export { errorCode } from './error-code.ts';
export { withInterrupt } from './interrupt.ts';
export { refuseInputs, writeOutput } from './output-file.ts';
export { makeStatusLine } from './status-line.ts';
export { layTable, type Row } from './table.ts';
export { type ExitCode, exitCodes, type Terminal } from './terminal.ts';
export { writeAll } from './write-all.ts';
export { explainWriteFault } from './write-fault.ts';
