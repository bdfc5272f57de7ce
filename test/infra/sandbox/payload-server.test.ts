import { describe, expect, test } from 'vitest';
import { withPayloadServer } from '../../../infra/sandbox/payload-server.ts';

describe('withPayloadServer', () => {
  test('hands out each payload at an address of its own, and nothing else', async () => {
    const read = await withPayloadServer(async ({ origin, publish }) => {
      const urls = [publish({ template: 'é' }), publish({ template: 'b' })];
      expect(urls.every((url) => url.startsWith(`${origin}/`))).toBe(true);
      const other = await fetch(`${origin}/`);
      return [...(await Promise.all(urls.map(async (url) => (await fetch(url)).json()))), other.status];
    });
    expect(read).toEqual([{ template: 'é' }, { template: 'b' }, 404]);
  });

  test('listens on this machine only', async () => {
    const origin = await withPayloadServer(async (server) => server.origin);
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('is gone in the end, after a failure too', async () => {
    const origins: string[] = [];
    const used = withPayloadServer(async ({ origin }) => {
      origins.push(origin);
      throw new Error('it broke');
    });
    await expect(used).rejects.toThrow('it broke');
    await expect(fetch(String(origins[0]))).rejects.toThrow('fetch failed');
  });
});
