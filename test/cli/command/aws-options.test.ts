import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeClients } from '../../../infra/aws/clients.ts';
import { run } from '../../support/command-line.ts';

describe('every command that talks to AWS refuses', () => {
  const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
    'a Region that is none': [
      ['--region', 'us east/1'],
      '--region takes a Region such as eu-central-1, not "us east/1".',
    ],
    'an endpoint without a scheme': [
      ['--endpoint-url', 'localhost:5000'],
      '--endpoint-url takes a URL such as http://127.0.0.1:5000, not "localhost:5000".',
    ],
    'an endpoint of another scheme': [
      ['--endpoint-url', 'file:///x'],
      '--endpoint-url takes a URL such as http://127.0.0.1:5000, not "file:///x".',
    ],
    'a profile that is not there': [
      ['--profile', 'no such profile'],
      'there is no profile "no such profile" in the files of the AWS CLI. Known: ',
    ],
  };

  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    for (const command of [['status'], ['mode', 'off', '--yes'], ['audit']]) {
      const { code, out, err } = await run([...command, ...args]);
      expect({ code, out, err: err.slice(0, 14 + message.length) }).toEqual({
        code: 2,
        out: '',
        err: `egress-guard: ${message}`,
      });
    }
  });
});

test('the Region is that of AWS_DEFAULT_REGION where nothing else tells one', async () => {
  vi.stubEnv('AWS_REGION', '');
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-3');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  expect(await makeClients({}).cloudFormation.config.region()).toBe('eu-west-3');
  expect(await makeClients({ region: 'eu-north-1' }).cloudFormation.config.region()).toBe('eu-north-1');
});
