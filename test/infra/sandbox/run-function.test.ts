import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Ending, runFunction } from '../../../infra/sandbox/run-function.ts';
import { temporaryBundle } from '../../support/temporary-folder.ts';

const run = async (source: string, event: unknown = {}): Promise<Ending> =>
  runFunction({ bundle: await temporaryBundle(source) }, event);

const MEGABYTE = 1024 * 1024;

const ends: Record<string, [source: string, ending: Ending]> = {
  'with its answer as JSON': ['exports.handler = async () => ({ a: [1, null] });', { answer: '{"a":[1,null]}' }],
  'with the answer of a function that is not async': ['exports.handler = () => 7;', { answer: '7' }],
  'with nothing where it returns nothing': ['exports.handler = async () => {};', { answer: '' }],
  'with its answer alone, whatever it logs': [
    `exports.handler = async () => {
      console.log('{"hookStatus":"FAILED"}');
      console.error('careful');
      process.stdout.write('x'.repeat(${MEGABYTE}));
      return 'quiet';
    };`,
    { answer: '"quiet"' },
  ],
  'with its answer, though a timer still runs': [
    'exports.handler = async () => { setInterval(() => {}, 1000); return 1; };',
    { answer: '1' },
  ],
  'with its exit code': [
    'exports.handler = async () => process.exit(3);',
    { fault: 'The function ended with exit code 3' },
  ],
  'with exit code 1 where it throws': [
    "exports.handler = async () => { throw new Error('no'); };",
    { fault: 'The function ended with exit code 1' },
  ],
  'with exit code 1 where it cannot be loaded': [
    "throw new Error('no');",
    { fault: 'The function ended with exit code 1' },
  ],
  'with exit code 1 where it has no handler': ['exports.other = 1;', { fault: 'The function ended with exit code 1' }],
};

const hangs: Record<string, string> = {
  waits: 'exports.handler = () => new Promise(() => { setInterval(() => {}, 1000); });',
  'spins and will not stop': "process.on('SIGTERM', () => {}); exports.handler = () => { for (;;); };",
};

describe('runFunction', () => {
  test.each(Object.entries(ends))('ends %s', async (_name, [source, ending]) => {
    const bundle = await temporaryBundle(source);
    expect(await runFunction({ bundle, timeoutMs: 4_000 }, {})).toEqual(ending);
  });

  test.each(Object.entries(hangs))('kills a function that %s', async (_name, source) => {
    const bundle = await temporaryBundle(source);
    expect(await runFunction({ bundle, timeoutMs: 300 }, {})).toEqual({
      fault: 'The function gave no answer within 0.3 seconds',
      isLate: true,
    });
  });

  test.each(['resource', 'template'])('finds a function below the working folder, as it is named: %s', async (name) => {
    expect(await runFunction({ bundle: `dist/handler/${name}.js` }, {})).toEqual({ answer: expect.any(String) });
  });

  test('does not call a crash by a signal a delay', async () => {
    const ending = await run('exports.handler = () => process.kill(process.pid, "SIGTERM");');
    expect(ending).toEqual({ fault: expect.not.stringContaining('within') });
  });

  test('hands over an event, however large', async () => {
    const text = 'ä'.repeat(MEGABYTE);
    const ending = await run('exports.handler = async ({ text }) => text.length;', { text });
    expect(ending).toEqual({ answer: String(MEGABYTE) });
  });

  test('takes an answer, however large', async () => {
    const ending = await run(`exports.handler = async () => 'ä'.repeat(${5 * MEGABYTE});`);
    expect(ending).toEqual({ answer: JSON.stringify('ä'.repeat(5 * MEGABYTE)) });
  });

  test('survives a function that ends before it has read its event', async () => {
    const ending = await run('process.exit(4);', { text: 'x'.repeat(MEGABYTE) });
    expect(ending).toEqual({ fault: 'The function ended with exit code 4' });
  });

  test("gives the function Lambda's environment and its settings, and nothing of the caller's", async () => {
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    vi.stubEnv('EGRESS_GUARD_TEST_SECRET', 'hidden');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hidden');
    const bundle = await temporaryBundle('exports.handler = async () => process.env;');
    const ending = await runFunction({ bundle, settings: { EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: 'true' } }, {});
    expect('answer' in ending && JSON.parse(ending.answer)).toEqual({
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'EgressGuard',
      AWS_REGION: 'us-east-1',
      EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: 'true',
      TZ: ':UTC',
    });
  });
});
