import { describe, expect, test } from 'vitest';
import { isGranted, withS3 } from './rendered-template-s3.ts';

const policy = (...Statement: object[]) => ({ PolicyDocument: { Statement } });

const role = {
  Policies: [
    policy({ Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::config/a.json' }),
    policy({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::archive/1/*' }),
  ],
};

const objects = new Map([
  ['/config/a.json', 'A'],
  ['/config/b.json', 'B'],
  ['/public/c', 'C'],
]);

describe('isGranted', () => {
  test.each([
    ['s3:GetObject', 'arn:aws:s3:::config/a.json', true],
    ['s3:GetObject', 'arn:aws:s3:::config/a.json2', false],
    ['s3:PutObject', 'arn:aws:s3:::config/a.json', false],
    ['s3:PutObject', 'arn:aws:s3:::archive/1/2/3', true],
    ['s3:PutObject', 'arn:aws:s3:::archive/2/1', false],
  ])('says of %s on %s: %j', (action, arn, granted) => {
    expect(isGranted(role, action, arn)).toBe(granted);
  });

  test('says no of a role without policies', () => {
    expect(isGranted({}, 's3:GetObject', 'arn:aws:s3:::config/a.json')).toBe(false);
  });
});

const requests: [method: string, path: string, status: number, text: string][] = [
  ['GET', '/config/a.json?x-id=GetObject', 200, 'A'],
  ['GET', '/config/b.json', 403, ''],
  ['GET', '/config/none.json', 403, ''],
  ['GET', '/public/c', 200, 'C'],
  ['GET', '/public/none', 404, ''],
  ['PUT', '/archive/1/x.json?x-id=PutObject', 200, ''],
  ['PUT', '/archive/2/x.json', 403, ''],
];

describe('withS3', () => {
  test.each(requests)('answers %s %s with %i', async (method, path, status, text) => {
    const told = await withS3({ objects, role }, async (origin) => {
      const response = await fetch(`${origin}${path}`, { method });
      return [response.status, await response.text()];
    });
    expect(told).toEqual([status, text]);
  });

  test('is gone afterwards', async () => {
    const origin = await withS3({ objects, role }, async (address) => address);
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });
});
