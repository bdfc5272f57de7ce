import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Ending, runFunction } from '../../infra/sandbox/run-function.ts';
import { allOut, groupOf, resourceEvent } from '../support/events.ts';
import { documentOf, exemption } from '../support/exemptions.ts';
import { temporaryBundle } from '../support/temporary-folder.ts';

const BUNDLE = 'dist/handler/resource.js';
const MODULES = join(import.meta.dirname, '../../node_modules');

/** A server that holds the exemptions and takes whatever is put, until the test ends. */
const serveS3 = async (document: string): Promise<{ origin: string; put: string[] }> => {
  const put: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'PUT') put.push(String(request.url).replace(/\?.*/, ''));
    request.resume().on('end', () => response.writeHead(200).end(request.method === 'GET' ? document : ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, put };
};

/** Runs a copy of the bundle where no package is near, as Lambda does. */
const runAlone = async (settings: Readonly<Record<string, string>>): Promise<{ ending: Ending; log: string }> => {
  const bundle = await temporaryBundle(await readFile(BUNDLE, 'utf8'));
  let log = '';
  const onLog = (text: string): void => {
    log += text;
  };
  return { ending: await runFunction({ bundle, settings, onLog }, resourceEvent(groupOf(allOut))), log };
};

const settingsFor = (origin: string) => ({
  EGRESS_GUARD_EXEMPTIONS_URI: 's3://security/exemptions.json',
  EGRESS_GUARD_ARCHIVE_BUCKET: 'reports',
  AWS_ENDPOINT_URL_S3: origin,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

const recordOf = (log: string) => JSON.parse(log.split('\n')[0] ?? '');

describe('the bundle, alone, takes the SDK from NODE_PATH', () => {
  test('to read exemptions', async () => {
    const { origin, put } = await serveS3(documentOf(exemption(Date.now())));
    const { ending, log } = await runAlone({ ...settingsFor(origin), NODE_PATH: MODULES });
    expect('answer' in ending && JSON.parse(ending.answer)).toMatchObject({ hookStatus: 'SUCCESS' });
    expect(recordOf(log)).toMatchObject({ outcome: 'EXEMPTED' });
    expect(put).toEqual([]);
  });

  test('to keep a report', async () => {
    const { origin, put } = await serveS3(documentOf());
    const { ending, log } = await runAlone({ ...settingsFor(origin), NODE_PATH: MODULES });
    expect('answer' in ending && JSON.parse(ending.answer)).toMatchObject({ hookStatus: 'FAILED' });
    expect(put).toEqual([`/reports/${recordOf(log).archiveKey}`]);
  });

  test('and decides without it, too', async () => {
    const { origin } = await serveS3(documentOf(exemption(Date.now())));
    const { ending, log } = await runAlone(settingsFor(origin));
    expect('answer' in ending && JSON.parse(ending.answer)).toMatchObject({
      hookStatus: 'FAILED',
      errorCode: 'NonCompliant',
    });
    expect(recordOf(log)).toMatchObject({
      outcome: 'BLOCKED',
      exemptionsProblem: 'it cannot be read: MODULE_NOT_FOUND',
      archiveProblem: 'MODULE_NOT_FOUND',
    });
  });
});
