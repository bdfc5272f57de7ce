import { describe, expect, test } from 'vitest';
import { listExemptions } from '../../../../cli/command/exemptions/list.ts';
import { dayIn, documentOf, exampleExemption, NOW } from '../../../rule/exemption/example.ts';
import { run } from '../../../support/command-line.ts';

/** All of them are over, so that what is listed does not depend on the day of the test. */
const text = documentOf(
  exampleExemption({ id: 'backup-agent', expires: '2020-06-30', match: { account: '1*', stackName: 'backup-*' } }),
  exampleExemption({
    id: 'old',
    expires: '2020-01-31',
    reason: 'migration',
    approvedBy: 'Ann',
    match: { logicalId: 'Sg' },
  }),
  exampleExemption({ id: 'soon', expires: '2020-02-14', match: { stackName: 'app', destination: '10.0.0.0/8' } }),
);

const list = (document: string, ...options: readonly string[]) =>
  run(['exemptions', 'list', '@/exemptions.json', ...options], { files: { 'exemptions.json': document } });

describe('a list of exemptions', () => {
  test('begins with the one that ends first', async () => {
    const { code, out, err } = await list(text, '--as-of', '2020-02-01');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "STATE     EXPIRES     DAYS  ID            MATCHES
      EXPIRED   2020-01-31  -1    old           logicalId=Sg
        migration (approved by Ann)
      EXPIRING  2020-02-14  13    soon          stackName=app destination=10.0.0.0/8
        talks to partners on changing ports (approved by Network team)
      ACTIVE    2020-06-30  150   backup-agent  account=1* stackName=backup-*
        talks to partners on changing ports (approved by Network team)

      3 exemptions on 2020-02-01: 1 active, 1 expiring within 14 days, 1 expired.
      "
    `);
  });

  test('is as of today unless told otherwise', async () => {
    const document = documentOf(
      exampleExemption({ expires: dayIn(100) }),
      exampleExemption({ id: 'b', expires: dayIn(0) }),
    );
    const { out } = await list(document);
    expect(out.split('\n').map((line) => line.split(/ +/).slice(0, 4))).toEqual([
      ['STATE', 'EXPIRES', 'DAYS', 'ID'],
      ['EXPIRING', dayIn(0), '0', 'b'],
      ['', 'talks', 'to', 'partners'],
      ['ACTIVE', dayIn(100), '100', 'backup-agent'],
      ['', 'talks', 'to', 'partners'],
      [''],
      ['2', 'exemptions', 'on', `${dayIn(0)}:`],
      [''],
    ]);
  });

  test('may be empty', async () => {
    const out = '0 exemptions on 2020-02-01: 0 active, 0 expiring within 14 days, 0 expired.\n';
    expect(await list(documentOf(), '--as-of', '2020-02-01')).toEqual({ code: 0, out, err: '' });
  });

  test('keeps the order of the document for one day', async () => {
    const ids = ['c', 'a', 'b'];
    const document = documentOf(...ids.map((id) => exampleExemption({ id, expires: '2020-01-31' })));
    const { out } = await list(document, '--format', 'json');
    expect(JSON.parse(out).exemptions.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test('shows what could disturb a terminal', async () => {
    const document = documentOf(exampleExemption({ id: 'a\u200db', reason: 'c\u00add', approvedBy: 'e\u2064f' }));
    const { out } = await list(document);
    expect(out).toContain('a\\u200db');
    expect(out).toContain('  c\\u00add (approved by e\\u2064f)\n');
  });

  test('is told as JSON', async () => {
    const { code, out, err } = await list(text, '--as-of', '2020-02-01', '--format', 'json');
    expect({ code, err, report: JSON.parse(out) }).toEqual({
      code: 0,
      err: '',
      report: {
        asOf: '2020-02-01',
        summary: { exemptions: 3, active: 1, expiring: 1, expired: 1 },
        exemptions: [
          expect.objectContaining({ id: 'old', state: 'EXPIRED', daysLeft: -1, expires: '2020-01-31' }),
          expect.objectContaining({ id: 'soon', state: 'EXPIRING', daysLeft: 13, match: expect.any(Object) }),
          {
            ...exampleExemption({ match: { account: '1*', stackName: 'backup-*' }, expires: '2020-06-30' }),
            state: 'ACTIVE',
            daysLeft: 150,
          },
        ],
      },
    });
  });

  test('paints each row by its state', async () => {
    const printed: string[] = [];
    const terminal = {
      out: (part: string) => printed.push(part),
      err: () => undefined,
      ask: async () => undefined,
      input: async () => Buffer.from(text),
      isInteractive: false,
      paint: (format: unknown, part: string) => `<${format}>${part.split(' ')[0]}`,
    };
    const asOf = Date.parse('2020-02-01');
    await listExemptions({ path: '-', format: 'text', now: NOW, asOf }, terminal);
    expect(printed.join('').match(/<.*>.*/g)).toEqual([
      '<bold>STATE',
      '<red>EXPIRED',
      '<yellow>EXPIRING',
      '<green>ACTIVE',
    ]);
  });
});

describe('another day', () => {
  test('decides on states, and not on what is valid', async () => {
    const document = documentOf(exampleExemption({ expires: dayIn(400) }));
    const { code, out, err } = await list(document, '--as-of', dayIn(300));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('/exemptions/0/expires: expected the last day');
  });

  test.each([
    ['2020-06-15', 'ACTIVE', 15],
    ['2020-06-16', 'EXPIRING', 14],
    ['2020-06-30', 'EXPIRING', 0],
    ['2020-07-01', 'EXPIRED', -1],
  ])('%s makes it %s', async (asOf, state, daysLeft) => {
    const { out } = await list(text, '--as-of', asOf, '--format', 'json');
    expect(JSON.parse(out).exemptions.at(-1)).toMatchObject({ id: 'backup-agent', state, daysLeft });
  });
});
