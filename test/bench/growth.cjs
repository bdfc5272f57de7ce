// Times one more group in a template, or one more entry in a group, at several sizes; writes them in milliseconds to
// descriptor 3. What does not depend on the size is taken off.
const { writeSync } = require('node:fs');
const { entries } = require('./events.cjs');

const [, , what, path, rounds] = process.argv;

const ROUND_MS = 30;

const timeOf = async (work) => {
  const once = async (calls) => {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) await work();
    return (performance.now() - start) / calls;
  };
  const calls = Math.max(Math.round(ROUND_MS / (await once(20))), 3);
  const times = [];
  for (let round = 0; round < Number(rounds); round += 1) times.push(await once(calls));
  // The least: one more is told apart from what the machine does besides.
  return Math.min(...times);
};

const works = {
  groups: async () => {
    const { evaluateTemplate } = await import(path);
    const { groupsTemplate } = await import('./templates.ts');
    return { sizes: [1, 10, 100, 500], workOf: (count) => evaluateTemplate.bind(undefined, groupsTemplate(count)) };
  },
  entries: async () => {
    const { handler } = require(path);
    return { sizes: [1, 10, 100, 1000], workOf: (count) => handler.bind(undefined, entries(count)) };
  },
};

const main = async () => {
  const { sizes, workOf } = await works[what]();
  await timeOf(workOf(sizes.at(-1)));
  const times = [];
  for (const size of sizes) times.push(await timeOf(workOf(size)));
  const [first, ...others] = times;
  const each = others.map((time, index) => (time - first) / (sizes[index + 1] - sizes[0]));
  writeSync(3, JSON.stringify(each));
};

main();
