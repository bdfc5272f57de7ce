import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startClients } from './client.ts';
import { NAMED, OPEN } from './templates.ts';

const SAM = 'Transform: AWS::Serverless-2016-10-31\n';

const DEPLOY = ['deploy', '--stack-name', 'app', '--s3-bucket', 'artifacts', '--no-confirm-changeset'];

describe('SAM', () => {
  test('deploys what names its protocols, and an update that opens it is blocked', async () => {
    const clients = await startClients();
    const folder = await temporaryFolder({ 'template.yaml': SAM + NAMED, 'open.yaml': SAM + OPEN });
    const deployed = await clients.sam(folder, ...DEPLOY);
    expect({ code: deployed.code, out: deployed.out }).toEqual({
      code: 0,
      out: expect.stringContaining('Successfully created/updated stack - app in us-east-1'),
    });
    const { code, out } = await clients.sam(folder, ...DEPLOY, '--template', 'open.yaml');
    expect(code).toBe(1);
    expect(out).toContain('UPDATE_ROLLBACK_COMPLETE');
    expect(out.replace(/\s+/g, ' ')).toContain('UPDATE_FAILED');
  });

  test('is told at the change set where the template hook fails', async () => {
    const clients = await startClients('--template-mode', 'fail');
    const folder = await temporaryFolder({ 'template.yaml': SAM + OPEN });
    const { code, out } = await clients.sam(folder, ...DEPLOY);
    expect(code).toBe(1);
    expect(out).toContain('The following hook(s) failed: [Private::EgressGuard::Template]');
  });
});
