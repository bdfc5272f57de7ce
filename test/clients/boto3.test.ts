import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startClients } from './client.ts';
import { NAMED, OPEN, REASON } from './templates.ts';

describe('boto3', () => {
  test('waits for stacks and pages through their events', async () => {
    const clients = await startClients();
    const folder = await temporaryFolder({ 'open.yaml': OPEN, 'named.yaml': NAMED });
    const deploy = async (name: string, file: string) => {
      const { code, out } = await clients.python('test/clients/deploy.py', name, join(folder, file));
      expect({ code, out }).toMatchObject({ code: 0 });
      return JSON.parse(out);
    };
    expect(await deploy('open', 'open.yaml')).toEqual({
      outcome: 'ROLLBACK_COMPLETE',
      reasons: [expect.stringContaining(REASON), expect.stringContaining(REASON)],
    });
    expect(await deploy('named', 'named.yaml')).toEqual({ outcome: 'created', reasons: [] });
    expect(await deploy('named', 'named.yaml')).toEqual({ outcome: 'AlreadyExistsException', reasons: [] });
  });
});
