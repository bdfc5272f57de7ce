import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparePairs, medianOf } from './measure.ts';
import { answerOf, node } from './process.ts';
import { type Row, rowOf } from './row.ts';
import { largeTemplate } from './templates.ts';

const here = import.meta.dirname;
const bundle = join(here, '../../dist/handler/template.js');

/** What the function of the template hook takes for the largest templates that there are. */
export async function measureTemplate(folder: string, isShort: boolean): Promise<readonly Row[]> {
  const [usual, groups, none] = [largeTemplate('usual'), largeTemplate('groups'), largeTemplate('none')];
  const payloads = {
    'a new stack': { template: usual, previousTemplate: '' },
    'an update': { template: usual, previousTemplate: usual },
    'a new stack of nothing but groups': { template: groups, previousTemplate: '' },
    'no group in it': { template: none, previousTemplate: '' },
  };
  const rows: Row[] = [];
  for (const [name, payload] of Object.entries(payloads)) {
    const path = join(folder, 'payload.json');
    writeFileSync(path, JSON.stringify(payload));
    const alone = name === 'no group in it' ? 'the reader' : 'the parser';
    rows.push(...(await measureOne(name, path, alone, isShort)));
  }
  return rows;
}

interface Reading {
  readonly time: number;
  readonly peak: number;
}

const measureOne = async (name: string, path: string, alone: string, isShort: boolean): Promise<readonly Row[]> => {
  const server = spawn(process.execPath, [join(here, 'payload-server.cjs'), path], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  try {
    const [origin] = await once(server.stdio[3] ?? server, 'data');
    const peaks: number[] = [];
    const read = (reader: string): number => {
      const environment = { EGRESS_GUARD_PAYLOAD_ORIGIN: String(origin) };
      const command = node(join(here, 'template.cjs'), reader, `${origin}/payload`, '5');
      const { time, peak } = answerOf<Reading>(command, environment);
      if (reader === bundle) peaks.push(peak);
      return time;
    };
    const comparison = await comparePairs(
      isShort ? 1 : 7,
      () => read(bundle),
      () => read(alone),
    );
    const what = `the template function on 1 MB: ${name}`;
    const against = alone === 'the reader' ? 'reading the payload' : 'parsing the same text';
    return [
      rowOf({ what, against, goal: alone === 'the reader' ? 1.1 : 1.3 }, comparison),
      { what: `${what}, memory`, against: 'whole process', goal: 256, unit: 'MB', value: medianOf(peaks) },
    ];
  } finally {
    server.kill();
  }
};
