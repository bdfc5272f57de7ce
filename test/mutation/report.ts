import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { codeOf, type Mutant } from './mutants.ts';

/** A mutant that no test can notice, or need not. */
interface Survivor {
  readonly file: string;
  /** The line it begins in, without the space around it. */
  readonly line: string;
  readonly code: string;
  readonly replacement: string;
  readonly why: string;
}

/** Per cent of the mutants that tests have to notice. */
const GOAL = 95;

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Tells how many mutants were noticed in each folder, and which others nobody has explained; whether that is good enough. */
export const reportOn = (
  mutants: readonly Mutant[],
  killed: ReadonlyMap<string, unknown>,
  read: (path: string) => string,
): boolean => {
  const survivors: readonly Survivor[] = JSON.parse(readFileSync(join(import.meta.dirname, 'survivors.json'), 'utf8'));
  const alive = mutants.filter(({ id }) => !killed.has(id));
  const described = alive.map((mutant) => {
    const source = read(mutant.fileName);
    const line = onOneLine(source.split('\n')[mutant.location.start.line] ?? '');
    return {
      file: mutant.fileName,
      line,
      code: onOneLine(codeOf(mutant, source)),
      replacement: onOneLine(mutant.replacement),
    };
  });
  const isExplained = (one: (typeof described)[number]): boolean =>
    survivors.some(
      ({ file, line, code, replacement }) =>
        file === one.file && line === one.line && code === one.code && replacement === one.replacement,
    );
  const open = described.filter((one) => !isExplained(one));
  const folderOf = (path: string): string => path.replace(/\/[^/]*$/, '');
  for (const [folder, all] of Map.groupBy(mutants, ({ fileName }) => folderOf(fileName))) {
    const noticed = all.filter(({ id }) => killed.has(id)).length;
    stdout.write(`${folder}: ${noticed} of ${all.length}\n`);
  }
  for (const one of open) stdout.write(`not noticed, not explained: ${JSON.stringify(one)}\n`);
  const share = ((mutants.length - alive.length) / mutants.length) * 100;
  stdout.write(
    `${share.toFixed(1)} % of ${mutants.length} noticed, ${alive.length} not, ${open.length} of these not explained\n`,
  );
  return share >= GOAL && open.length === 0;
};
