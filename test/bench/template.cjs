// Has the function of the template hook read a payload, or reads it with the parser alone; writes the median time in
// milliseconds and the most memory in megabytes to descriptor 3. A cold function's first call counts as well.
const { writeSync } = require('node:fs');
const { parseEvents } = require('js-yaml');

const [, , bundle, url, calls] = process.argv;

const event = {
  clientRequestToken: 'f8da6d11-b23f-48f4-814c-0fb6a667f50e',
  awsAccountId: '123456789012',
  stackId: 'arn:aws:cloudformation:us-west-2:123456789012:stack/MyStack/1a2345b6-0000-00a0-a123-00abc0abc000',
  hookTypeName: 'Private::EgressGuard::Template',
  hookModel: { LambdaFunction: 'arn:aws:lambda:us-west-2:123456789012:function:MyFunction' },
  actionInvocationPoint: 'UPDATE_PRE_PROVISION',
  requestData: { targetName: 'STACK', targetType: 'STACK', targetLogicalId: 'MyStack', payload: url },
};

const parseAlone = async () => {
  const { template, previousTemplate } = JSON.parse(await (await fetch(url)).text());
  for (const text of [template, previousTemplate]) if (text !== '') parseEvents(text);
};

const readAlone = async () => JSON.parse(await (await fetch(url)).text());

const askFunction = async () => {
  const { handler } = require(bundle);
  await handler(event, { getRemainingTimeInMillis: () => 25_000 });
};

const main = async () => {
  const work = { 'the parser': parseAlone, 'the reader': readAlone }[bundle] ?? askFunction;
  const times = [];
  for (let call = 0; call < Number(calls); call += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const time = times.sort((a, b) => a - b)[times.length >> 1];
  writeSync(3, JSON.stringify({ time, peak: process.resourceUsage().maxRSS / 1024 }));
  process.exit();
};

main();
