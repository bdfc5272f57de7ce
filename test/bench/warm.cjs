// Compares a decision with parsing its event, printing its answer and printing and writing lines as long; writes the
// comparison to descriptor 3. The log goes to the null device on both sides.
const fs = require('node:fs');
const { events } = require('./events.cjs');

const [, , bundle, name, count] = process.argv;

/** Long enough for the clock, and for what is collected in between. */
const ROUND_MS = 40;

const text = JSON.stringify(events[name]);

/** The lines that one decision logs, seen on their way to standard output. */
const linesOf = async (handler) => {
  const { writeSync } = fs;
  let log = '';
  fs.writeSync = (_descriptor, bytes) => {
    log += bytes;
    return bytes.length;
  };
  await handler(JSON.parse(text));
  fs.writeSync = writeSync;
  return log.split('\n').filter((line) => line !== '');
};

const timeOf = async (work, calls) => {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) await work();
  return (performance.now() - start) / calls;
};

const main = async () => {
  const { handler } = require(bundle);
  const records = (await linesOf(handler)).map((line) => JSON.parse(line));
  const answer = await handler(JSON.parse(text));
  const measured = async () => JSON.stringify(await handler(JSON.parse(text)));
  const base = async () => {
    const parsed = JSON.parse(text);
    for (const record of records) fs.writeSync(1, `${JSON.stringify(record)}\n`);
    return [parsed, JSON.stringify(answer)];
  };
  const warmUp = await timeOf(measured, 2000);
  await timeOf(base, 2000);
  const calls = Math.max(Math.round(ROUND_MS / warmUp), 20);
  const pairs = [];
  for (let pair = 0; pair <= Number(count); pair += 1)
    pairs.push([await timeOf(measured, calls), await timeOf(base, calls)]);
  const { compare } = await import('./measure.ts');
  fs.writeSync(3, JSON.stringify(compare(pairs)));
};

main();
