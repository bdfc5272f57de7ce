import { describe, expect, test } from 'vitest';
import { FileError } from '../../../../cli/input/file/read-bytes.ts';
import { decodeText, readText } from '../../../../cli/input/file/read-text.ts';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const TEXT = 'é😀\r\n\tx';

const encoded: Record<string, Buffer> = {
  'UTF-8': Buffer.from(TEXT),
  'UTF-16, little end first': utf16(`\uFEFF${TEXT}`),
  'UTF-16, big end first': utf16(`\uFEFF${TEXT}`).swap16(),
};

describe('decodeText', () => {
  test.each(Object.entries(encoded))('reads %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT);
  });

  test('reads nothing', () => {
    expect(decodeText(Buffer.alloc(0))).toBe('');
    expect(decodeText(Buffer.from([0xff]))).toBe('\uFFFD');
  });

  test('puts a mark in place of bytes that are no UTF-8', () => {
    expect(decodeText(Buffer.from([0x61, 0xe9, 0x62]))).toBe('a\uFFFDb');
  });

  test.each([Buffer.from([0]), utf16(TEXT), Buffer.from(`${'x'.repeat(9999)}\0`)])(
    'refuses bytes that are binary',
    (bytes) => {
      expect(() => decodeText(bytes)).toThrow(
        new FileError('it is binary, or text in another encoding; save it as UTF-8'),
      );
    },
  );
});

test('readText reads standard input where the path is -', async () => {
  expect(await readText('-', { input: async () => utf16(`\uFEFF${TEXT}`) })).toBe(TEXT);
});
