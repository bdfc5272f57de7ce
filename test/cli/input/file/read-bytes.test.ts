import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileError, readBytes } from '../../../../cli/input/file/read-bytes.ts';
import { makePipe } from '../../../support/pipe.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const MB = 1024 * 1024;

describe('readBytes', () => {
  test.each([0, 1, 16 * MB])('reads a file of %d bytes', async (size) => {
    const folder = await temporaryFolder({ x: Buffer.alloc(size, 'x') });
    expect(readBytes(join(folder, 'x')).equals(Buffer.alloc(size, 'x'))).toBe(true);
  });

  test('keeps apart what it reads one after the other', async () => {
    const folder = await temporaryFolder({ a: 'first', b: 'other' });
    const [a, b] = [readBytes(join(folder, 'a')), readBytes(join(folder, 'b'))];
    expect([String(a), String(b)]).toEqual(['first', 'other']);
  });

  const refused: Record<string, readonly [make: (path: string) => unknown, reason: string]> = {
    nothing: [() => undefined, 'it does not exist'],
    'a pipe that nobody writes to': [makePipe, 'it is a pipe or a device; name - and pipe the text to standard input'],
    'a device without an end': [
      (path) => symlink('/dev/zero', path),
      'it is a pipe or a device; name - and pipe the text to standard input',
    ],
    'a folder': [(path) => symlink('.', path), 'it is a directory'],
    'a loop of links': [(path) => symlink('x', path), 'it is a loop of symbolic links'],
  };

  test.each(Object.entries(refused))('refuses %s', async (_name, [make, reason]) => {
    const folder = await temporaryFolder();
    await make(join(folder, 'x'));
    expect(() => readBytes(join(folder, 'x'))).toThrow(new FileError(reason));
  });

  test('refuses a name that no file can have', () => {
    expect(() => readBytes('a\0b')).toThrow(FileError);
  });

  test('says nothing of the name', async () => {
    const path = join(await temporaryFolder(), 'SECRET');
    expect(() => readBytes(path)).toThrow(expect.not.stringContaining('SECRET'));
  });
});
