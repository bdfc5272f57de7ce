#!/usr/bin/env node
import { nodeProblem } from './node-version.ts';

// Built so that any Node understands it: what an older one lacks is loaded only where it is there.
const problem = nodeProblem(process.versions.node);

if (problem === undefined) {
  // What is compiled once is kept, in the folder for temporary files: a small check is mostly the start of the program.
  process.getBuiltinModule('node:module').enableCompileCache?.();
  import('./program.ts').then(({ runProgram }) => runProgram(process.env));
} else {
  process.stderr.write(`egress-guard: ${problem}\n`);
  process.exitCode = 2;
}
