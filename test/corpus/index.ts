import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { evaluateTemplate } from '../../rule/library.ts';
import { compare, type ExpectedFile } from './compare.ts';

const usage = `Usage: node test/corpus/index.ts <folder> <expected.json>

Checks every template that expected.json names, in the folder, against what an independent oracle found in it, and prints
the differences. Exit code 0: none, 1: some, 2: wrong use.
`;

const [folder, expectedFile] = argv.slice(2);
if (folder === undefined || expectedFile === undefined) {
  stderr.write(usage);
  exit(2);
}

const expected: ExpectedFile = JSON.parse(readFileSync(expectedFile, 'utf8'));
let [found, differences] = [0, 0];
for (const [file, entries] of Object.entries(expected)) {
  const evaluation = evaluateTemplate(readFileSync(join(folder, file), 'utf8'));
  found += evaluation.findings.length;
  for (const difference of compare(entries, evaluation)) {
    differences += 1;
    stdout.write(`${file}: ${difference}\n`);
  }
}
stdout.write(`${Object.keys(expected).length} templates, ${found} findings, ${differences} differences\n`);
exit(differences === 0 ? 0 : 1);
