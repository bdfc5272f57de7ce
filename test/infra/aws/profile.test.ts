import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RefusalError } from '../../../infra/aws/own-error.ts';
import { expectProfile } from '../../../infra/aws/profile.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const files = {
  config: '[default]\nregion = eu-west-1\n[profile security]\n[profile "two words"]\r\n# [profile hidden\n',
  credentials: '[ keys ]\naws_access_key_id = x\n',
};

const expectIn = async (name: string, given: typeof files | Record<string, never>): Promise<void> => {
  const folder = await temporaryFolder(given);
  expectProfile(name, {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  });
};

describe('a profile', () => {
  test.each(['default', 'security', 'two words', 'keys'])('is there: %s', async (name) => {
    await expect(expectIn(name, files)).resolves.toBeUndefined();
  });

  test.each(['typo', '', 'profile security', 'secur', 'region'])('is not there: %j', async (name) => {
    const problem = new RefusalError(
      `there is no profile ${JSON.stringify(name)} in the files of the AWS CLI. Known: default, security, two words, keys.`,
    );
    await expect(expectIn(name, files)).rejects.toThrow(problem);
  });

  test('is not there without files', async () => {
    await expect(expectIn('default', {})).rejects.toThrow('Known: none.');
  });
});
