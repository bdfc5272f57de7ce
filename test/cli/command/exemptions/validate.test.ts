import { describe, expect, test } from 'vitest';
import { dayIn, documentOf, exampleExemption } from '../../../rule/exemption/example.ts';
import { run } from '../../../support/command-line.ts';

const active = exampleExemption({ id: 'active', expires: dayIn(60) });
const expiring = exampleExemption({ id: 'expiring', expires: dayIn(5) });
const expired = exampleExemption({ id: 'expired', expires: '2020-01-31' });

const validate = (text: string, ...options: readonly string[]) =>
  run(['exemptions', 'validate', '@/exemptions.json', ...options], { files: { 'exemptions.json': text } });

describe('a valid document', () => {
  const documents: Record<string, readonly [text: string, out: string]> = {
    'is told to be valid, and what is in it': [
      documentOf(active, expiring, { ...active, id: 'other' }),
      '@/exemptions.json: valid, 3 exemptions (2 active, 1 expiring within 14 days, 0 expired).\n',
    ],
    'is valid where an exemption has expired, which is noted': [
      documentOf(active, expired),
      '@/exemptions.json /exemptions/1: expired expired on 2020-01-31: renew or remove it\n' +
        '@/exemptions.json: valid, 2 exemptions (1 active, 0 expiring within 14 days, 1 expired).\n',
    ],
    'notes what could disturb a terminal so that it shows': [
      documentOf({ ...expired, id: 'a\u200db' }),
      '@/exemptions.json /exemptions/0: a\\u200db expired on 2020-01-31: renew or remove it\n' +
        '@/exemptions.json: valid, 1 exemption (0 active, 0 expiring within 14 days, 1 expired).\n',
    ],
    'may hold one exemption': [
      documentOf(active),
      '@/exemptions.json: valid, 1 exemption (1 active, 0 expiring within 14 days, 0 expired).\n',
    ],
    'may hold none': [
      documentOf(),
      '@/exemptions.json: valid, 0 exemptions (0 active, 0 expiring within 14 days, 0 expired).\n',
    ],
    'may come from Windows': [
      `\uFEFF${JSON.stringify({ version: 1, exemptions: [active] }, null, 2).replaceAll('\n', '\r\n')}`,
      '@/exemptions.json: valid, 1 exemption (1 active, 0 expiring within 14 days, 0 expired).\n',
    ],
  };

  test.each(Object.entries(documents))('%s', async (_name, [text, out]) => {
    expect(await validate(text)).toEqual({ code: 0, out, err: '' });
  });

  test('may come from standard input', async () => {
    const out = '<stdin>: valid, 1 exemption (1 active, 0 expiring within 14 days, 0 expired).\n';
    expect(await run(['exemptions', 'validate', '-'], { input: documentOf(active) })).toEqual({
      code: 0,
      out,
      err: '',
    });
  });

  test('is told as JSON', async () => {
    const { code, out, err } = await validate(documentOf(active, expired), '--format', 'json');
    expect({ code, err, report: JSON.parse(out) }).toEqual({
      code: 0,
      err: '',
      report: {
        valid: true,
        summary: { exemptions: 2, active: 1, expiring: 0, expired: 1 },
        problems: [],
        notes: [{ pointer: '/exemptions/1', message: 'expired expired on 2020-01-31: renew or remove it' }],
      },
    });
  });
});

describe('an invalid document', () => {
  test('is told with each of its problems, and that it exempts nothing', async () => {
    const { expires: _, ...endless } = active;
    expect(await validate(documentOf({ ...endless, expiry: '2027-01-31' }, expired, { ...active, id: ' ' }))).toEqual({
      code: 2,
      out: `@/exemptions.json /exemptions/0/expiry: unknown key; did you mean expires?
@/exemptions.json /exemptions/0/expires: missing; expected the last day, such as 2027-01-31, at most 366 days ahead
@/exemptions.json /exemptions/2/id: expected a text of at most 128 printable characters, on one line, found " "
@/exemptions.json: invalid, 3 problems; it exempts nothing.
`,
      err: '',
    });
  });

  test('may be none at all', async () => {
    expect(await validate('version: 1\n')).toEqual({
      code: 2,
      out: `@/exemptions.json: not JSON: Unexpected token 'v' at line 1, column 1
@/exemptions.json: invalid, 1 problem; it exempts nothing.
`,
      err: '',
    });
  });

  test('is told as JSON', async () => {
    const { code, out, err } = await validate('{"version":1}', '--format', 'json');
    expect({ code, err, report: JSON.parse(out) }).toEqual({
      code: 2,
      err: '',
      report: {
        valid: false,
        summary: { exemptions: 0, active: 0, expiring: 0, expired: 0 },
        problems: [{ pointer: '/exemptions', message: 'missing; expected a list' }],
        notes: [],
      },
    });
  });

  test('keeps to its lines, whatever it holds', async () => {
    const { out } = await validate(documentOf({ ...active, '\u001b[2J\n': 1, reason: '\u202e\u0007' }));
    expect(
      out,
    ).toBe(`@/exemptions.json /exemptions/0/\\u001b[2J\\u000a: unknown key; expected only id, reason, approvedBy, expires, match
@/exemptions.json /exemptions/0/reason: expected a text of at most 1024 printable characters, on one line, found "\\u202e\\u0007"
@/exemptions.json: invalid, 2 problems; it exempts nothing.
`);
  });
});

test('a document at the limits is validated whole', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => ({ id: String(index) }));
  const { code, out } = await validate(documentOf(...many));
  expect(code).toBe(2);
  expect(out.split('\n').at(-2)).toBe('@/exemptions.json: invalid, 20000 problems; it exempts nothing.');
});
