import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, check, filesIn, GOOD, reportOn } from '../../../support/check.ts';
import { makePipe } from '../../../support/pipe.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { unprivileged } from '../../../support/unprivileged.ts';

const write = (content: string | Uint8Array) => (path: string) => writeFile(path, content);

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

const REASON = 'it is a pipe or a device; name - and pipe the text to standard input';

/** What a file that is named can be, and why it cannot be read. */
const bad: Record<string, readonly [make: (path: string) => unknown, reason: string]> = {
  'a file that is not there': [() => undefined, 'it does not exist'],
  'an empty file': [write(''), 'it is empty'],
  'a blank file': [write(' \r\n\n'), 'it is empty'],
  'a byte-order mark alone': [write('\uFEFF'), 'it is empty'],
  'a picture': [
    write(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])),
    'it is binary, or text in another encoding; save it as UTF-8',
  ],
  'a template with a null byte': [write(`${BAD}\0`), 'it is binary, or text in another encoding; save it as UTF-8'],
  'UTF-16 without a byte-order mark': [
    write(utf16(BAD)),
    'it is binary, or text in another encoding; save it as UTF-8',
  ],
  'a file too large': [write(Buffer.alloc(16 * 1024 * 1024 + 1, ' ')), 'it is larger than 16 MB'],
  'a pipe': [makePipe, REASON],
  'a link to a device': [(path) => symlink('/dev/zero', path), REASON],
  'a link to nothing': [(path) => symlink('nowhere', path), 'it does not exist'],
  'a loop of links': [(path) => symlink('x.yaml', path), 'it is a loop of symbolic links'],
  'a text': [write('just a line'), 'it is not a template: its top level is text'],
  'another document': [write('name: x'), 'it is not a template: it has no Resources'],
  'a list': [write('[{"Resources": {}}]'), 'it is not a template: its top level is a list'],
};

describe('a file that is named and unreadable is told:', () => {
  test.each(Object.entries(bad))('%s', async (_name, [make, reason]) => {
    const folder = await temporaryFolder({ 'bad.yaml': BAD });
    await make(join(folder, 'x.yaml'));
    const { code, err, findings, unreadable, summary } = await reportOn(['@/x.yaml', '@/bad.yaml'], { folder });
    expect({ code, err, unreadable }).toEqual({ code: 2, err: '', unreadable: [{ file: '@/x.yaml', reason }] });
    expect(filesIn(findings)).toEqual(['@/bad.yaml']);
    expect(summary).toEqual({
      files: 2,
      templates: 1,
      findings: 1,
      exempted: 0,
      undetermined: 0,
      notes: 0,
      unreadable: 1,
      notChecked: { nestedTemplates: 0, additions: 0, ignored: 0, excluded: 0 },
    });
  });

  test('a file below a file', async () => {
    const { code, unreadable } = await reportOn(['@/a.yaml/b.yaml'], { files: { 'a.yaml': BAD } });
    expect({ code, unreadable }).toMatchObject({ code: 2, unreadable: [{ reason: 'it does not exist' }] });
  });

  test('a name that is too long', async () => {
    const { code, unreadable } = await reportOn([`@/${'x'.repeat(300)}`]);
    expect({ code, unreadable }).toMatchObject({ code: 2, unreadable: [{ reason: 'its name is too long' }] });
  });

  test('a template that cannot be parsed, and where', async () => {
    const { code, unreadable } = await reportOn(['@/a.yaml'], { files: { 'a.yaml': 'Resources:\n  Sg: [\n' } });
    expect({ code, unreadable }).toEqual({
      code: 2,
      unreadable: [{ file: '@/a.yaml', line: 3, column: 1, reason: expect.stringContaining('flow collection') }],
    });
  });
});

const quiet = ['a pipe', 'a link to nothing', 'an empty file', 'a picture', 'a file too large'];

describe('a file that is found and no template is passed over:', () => {
  test.each(quiet)('%s', async (name) => {
    const folder = await temporaryFolder({ 'good.yaml': GOOD });
    await bad[name]?.[0](join(folder, 'x.yaml'));
    const { code, err, unreadable } = await reportOn(['@'], { folder });
    expect({ code, err, unreadable }).toEqual({ code: 0, err: '', unreadable: [] });
  });
});

test('a loop of links that is found is told', async () => {
  const folder = await temporaryFolder({ 'bad.yaml': BAD });
  await symlink('x.yaml', join(folder, 'x.yaml'));
  const { code, unreadable } = await reportOn(['@'], { folder });
  expect({ code, unreadable }).toMatchObject({ code: 2, unreadable: [{ reason: 'it is a loop of symbolic links' }] });
});

describe('what may not be read is told:', () => {
  const DENIED = 'it may not be read (permission denied)';

  const locked = async (name: string): Promise<string> => {
    const folder = await temporaryFolder({ 'bad.yaml': BAD, 'd/good.yaml': GOOD, 'x.yaml': GOOD });
    await chmod(folder, 0o755);
    await chmod(join(folder, name), 0);
    // Whatever is loaded on first use is loaded by now.
    await reportOn(['@/bad.yaml', '@/*.none'], { folder });
    return folder;
  };

  test.each(['x.yaml', 'd'])('%s, a file or a folder in one that is searched', async (name) => {
    const folder = await locked(name);
    const { code, err, findings, unreadable } = await unprivileged(() => reportOn(['@'], { folder }));
    await chmod(join(folder, name), 0o755);
    expect({ code, err, unreadable }).toEqual({
      code: 2,
      err: '',
      unreadable: [{ file: `@/${name}`, reason: DENIED }],
    });
    expect(filesIn(findings)).toEqual(['@/bad.yaml']);
  });

  test.each([
    ['@/x.yaml', 'x.yaml'],
    ['@/d', 'd'],
    ['@/d/**/*.json', 'd'],
  ])('%s, named', async (argument, name) => {
    const folder = await locked(name);
    const { code, unreadable } = await unprivileged(() => reportOn([argument], { folder }));
    await chmod(join(folder, name), 0o755);
    expect({ code, unreadable }).toEqual({ code: 2, unreadable: [{ file: `@/${name}`, reason: DENIED }] });
  });
});

const encodings: Record<string, Buffer> = {
  'UTF-8 with a byte-order mark': Buffer.from(`\uFEFF${BAD}`),
  'UTF-16, little end first': utf16(`\uFEFF${BAD}`),
  'UTF-16, big end first': utf16(`\uFEFF${BAD}`).swap16(),
  'lines that end in CRLF': Buffer.from(BAD.replaceAll('\n', '\r\n')),
  'bytes that are no UTF-8 in a comment': Buffer.concat([Buffer.from(BAD), Buffer.from([0x23, 0xe9, 0xff, 0x0a])]),
};

describe('a template is read in', () => {
  test.each(Object.entries(encodings))('%s', async (_name, bytes) => {
    const files = { 'a.yaml': bytes };
    for (const argument of ['@', '@/a.yaml']) {
      const { code, findings } = await reportOn([argument], { files });
      expect({ code, findings }).toMatchObject({ code: 1, findings: [{ file: '@/a.yaml', line: 6, column: 11 }] });
    }
  });
});

test('the text report tells what is unreadable, after the findings', async () => {
  const { code, out } = await check(['@'], { files: { 'a.yaml': `${BAD}  - [`, 'b.yaml': BAD } });
  expect(code).toBe(2);
  expect(out.match(/^@.*/gm)).toEqual([
    '@/b.yaml:6:11  all protocols  [security_group_egress_with_all_protocols, Medium]',
    expect.stringMatching(/^@\/a\.yaml:\d+:\d+ {2}unreadable$/),
  ]);
  expect(out).toMatch(
    /\n1 finding, 1 unreadable in 1 template \(2 files looked at\)\.\nFlow logs tell what a group used: egress-guard suggest\n$/,
  );
});

test('10,000 files are checked, and nothing is said of how far it is', async () => {
  const folder = await temporaryFolder();
  for (let part = 0; part < 100; part += 1) {
    await mkdir(join(folder, String(part)));
    const names = Array.from({ length: 100 }, (_, index) => join(folder, String(part), `${index}.yaml`));
    await Promise.all(names.map((name) => writeFile(name, name.endsWith('/7.yaml') ? BAD : GOOD)));
  }
  const { code, err, summary } = await reportOn(['@'], { folder });
  expect({ code, err, summary }).toMatchObject({ code: 1, err: '', summary: { files: 10_000, findings: 100 } });
});
