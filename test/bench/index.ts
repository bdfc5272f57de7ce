import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stdout } from 'node:process';
import { ratioOf } from './pairs.ts';
import { writeTemplates } from './templates.ts';

const here = import.meta.dirname;
const dist = join(here, '../../dist');
const program = join(dist, 'cli/index.js');

const WIDTH = 74;

const print = (
  what: string,
  { ratio, time, base }: { ratio: number; time: number; base: number },
  unit = 'ms',
): void => {
  stdout.write(
    `${what.padEnd(WIDTH)} ${ratio.toFixed(2).padStart(6)}   ${time.toFixed(1)} / ${base.toFixed(1)} ${unit}\n`,
  );
};

const warm = (): { ratio: number; time: number; base: number } => {
  const { output } = spawnSync(process.execPath, [join(here, 'warm.cjs')], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  return JSON.parse(String(output[3]));
};

const folder = mkdtempSync(join(tmpdir(), 'egress-guard-bench-'));
try {
  const [many, single] = [join(folder, 'many'), join(folder, 'single')];
  for (const path of [many, single]) mkdirSync(path);
  writeTemplates(many, 10_000);
  writeTemplates(single, 1);
  stdout.write(`${'each a median of pairs'.padEnd(WIDTH)}  ratio   measured / base\n`);
  print('a warm decision of the gate / parsing and printing its event and answer', warm(), 'us');
  const cold = join(here, 'cold.cjs');
  const empty = join(here, 'empty-handler.cjs');
  for (const [name, bundle] of [
    ['the gate', 'resource.js'],
    ['the early warning, no template', 'template.js'],
  ] as const)
    print(
      `a cold start of ${name} / an empty handler`,
      ratioOf([cold, join(dist, 'handler', bundle)], [cold, empty], 41),
    );
  print('check of one template / node -e 0', ratioOf([program, 'check', single], ['-e', '0'], 21));
  print(
    'check of 10,000 templates / reading them',
    ratioOf([program, 'check', many], [join(here, 'read-all.cjs'), many], 7),
  );
} finally {
  rmSync(folder, { recursive: true });
}
