// Prints how often a decision takes the time of parsing and printing its own event and answer; the log goes to the null device.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { handler } = require(join(__dirname, '../../dist/handler/resource.js'));

const ROUNDS = 15;
const CALLS = 5000;
const text = readFileSync(join(__dirname, 'event.json'), 'utf8');

const time = async (work) => {
  const start = process.hrtime.bigint();
  for (let call = 0; call < CALLS; call += 1) await work();
  return Number(process.hrtime.bigint() - start) / CALLS / 1000;
};

const main = async () => {
  const answer = JSON.stringify(await handler(JSON.parse(text)));
  const parsedAnswer = JSON.parse(answer);
  const ratios = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const base = await time(async () => [JSON.parse(text), JSON.stringify(parsedAnswer)]);
    const full = await time(async () => JSON.stringify(await handler(JSON.parse(text))));
    ratios.push({ ratio: full / base, time: full, base });
  }
  ratios.sort((a, b) => a.ratio - b.ratio);
  writeFileSync(3, JSON.stringify(ratios[ROUNDS >> 1]));
};

main();
