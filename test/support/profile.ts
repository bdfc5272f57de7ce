import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/** What evaluating an event took. */
export interface Profile {
  readonly answer: unknown;
  /** Characters of the bundle that were executed: what lies in no function or branch that was left out. */
  readonly executed: number;
  /** The scripts that were compiled, by the last part of their names: those of the bundle, none of Node's own. */
  readonly scripts: readonly string[];
}

/** Loads the function as Lambda does, and calls it once. */
const PROFILER = `
const { Session } = require('node:inspector');
const { basename } = require('node:path');
const session = new Session();
session.connect();
const scripts = [];
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (!url.startsWith('node:') && url !== '') scripts.push(basename(url));
});
session.post('Debugger.enable');
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
scripts.length = 0;

const paint = (code, { startOffset, endOffset, count }) => code.fill(count > 0 ? 1 : 0, startOffset, endOffset);

const executedOf = (path, result) => {
  const { functions } = result.find(({ url }) => url.endsWith(path));
  const ranges = functions.flatMap(({ ranges }) => ranges);
  const size = Math.max(...ranges.map(({ endOffset }) => endOffset));
  const code = new Uint8Array(size);
  // The larger a range is, the further out it lies.
  ranges.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset));
  for (const range of ranges) paint(code, range);
  return code.reduce((sum, is) => sum + is, 0);
};

const [, path, event] = process.argv;
const { handler } = require(path);
handler(JSON.parse(event), { getRemainingTimeInMillis: () => 20_000 }).then((answer) => {
  session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
    process.stderr.write(JSON.stringify({ answer, executed: executedOf(path, result), scripts }));
  });
});`;

/** Has a function answer one event in a process of its own, whose only settings are the given ones. */
export const profile = async (
  bundle: string,
  event: unknown,
  settings: Readonly<Record<string, string>> = {},
): Promise<Profile> => {
  const path = createRequire(import.meta.url).resolve(bundle);
  const child = spawn(process.execPath, ['--eval', PROFILER, '--', path, JSON.stringify(event)], {
    env: { ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return JSON.parse(await text(child.stderr));
};
