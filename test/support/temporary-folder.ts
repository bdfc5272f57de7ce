import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Files by name, folders between slashes. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder that holds the given files until the test ends. */
export const temporaryFolder = async (files: Files = {}): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'egress-guard-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
};

/** The path of a function of the given source, CommonJS as Lambda gets it. */
export const temporaryBundle = async (source: string): Promise<string> =>
  join(await temporaryFolder({ 'index.js': source }), 'index.js');
