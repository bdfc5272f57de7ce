import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, filesIn, GOOD, reportOn } from '../../../support/check.ts';
import { type Files, temporaryFolder } from '../../../support/temporary-folder.ts';

/** Files that hold a violation each, by their names. */
const bad = (...names: readonly string[]): Files => Object.fromEntries(names.map((name) => [name, BAD]));

const found = async (args: readonly string[], files: Files): Promise<string[]> => {
  const { code, err, findings, unreadable } = await reportOn(args, { files });
  expect({ code, err, unreadable }).toEqual({ code: findings.length > 0 ? 1 : 0, err: '', unreadable: [] });
  return filesIn(findings).map((file) => file.slice(2));
};

const ESCAPED = JSON.stringify({
  Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [{ IpProtocol: '-1' }] } } },
});
const hexadecimal = (letter: string): string => `\\u00${letter.charCodeAt(0).toString(16)}`;

const templates = ['a.yaml', 'b.yml', 'c.json', 'd.template', 'e.cfn', 'f.cform', 'G.YAML', 'h.Template'];
const others = ['a.txt', 'yaml', 'b.yaml.bak', 'c.yaml~', 'd.md', '.yamllint', 'e.tf', 'template', 'f.jsonc'];

describe('a folder is searched', () => {
  test('for what is called like a template', async () => {
    expect(await found(['@'], bad(...templates, ...others))).toEqual([...templates].sort());
  });

  test('to its depth, in the order of names', async () => {
    const names = ['0.yaml', 'a/1.yaml', 'a/b/c/d/2.yaml', 'b.yaml', 'z/0.yaml'];
    expect(await found(['@'], bad(...names.toReversed()))).toEqual(names);
  });

  test('where it is called like a template', async () => {
    expect(await found(['@'], bad('x.yaml/y.yaml'))).toEqual(['x.yaml/y.yaml']);
    expect(await found(['@/x.yaml'], bad('x.yaml/y.yaml'))).toEqual(['x.yaml/y.yaml']);
  });

  test('where its name is hidden or strange', async () => {
    const names = ['.github/a.yaml', 'a b/[c]/d (1).yaml', 'é/ü.yaml'];
    expect(await found(['@'], bad(...names))).toEqual(names);
  });

  test.each([
    ['an escape in Resources', ESCAPED.replace('Resources', 'Resour\\u0063es')],
    ['an escape in a type', ESCAPED.replace('AWS::', '\\u0041WS::')],
    [
      'both, and one in the name of the egress',
      ESCAPED.replace(/[RAS](?=esources|WS|ecurityGroupEgress)/g, hexadecimal),
    ],
  ])('for what is a template with %s', async (_name, text) => {
    expect(await found(['@'], { 'a.json': text })).toEqual(['a.json']);
  });

  test('and says nothing of what is no template', async () => {
    const files = {
      'package.json': '{"name": "x", "Resources": 1}',
      'list.json': '[{"Resources": {}}]',
      'broken.json': '{"a": [',
      'broken.yaml': 'a: [',
      'chart.yaml': 'a: {{ .Values.a }}\n',
      'empty.yaml': '',
      'binary.json': Buffer.from([0, 1, 2, 0xff]),
      'compose.yaml': 'services:\n  web: { image: x }\n',
      'large.json': ' '.repeat(17 * 1024 * 1024),
      'good.yaml': GOOD,
    };
    const { code, err, summary, unreadable } = await reportOn(['@'], { files });
    expect({ code, err, unreadable }).toEqual({ code: 0, err: '', unreadable: [] });
    expect(summary).toMatchObject({ files: 10, templates: 1 });
  });

  test('and what looks like a template and cannot be read is told', async () => {
    const { code, unreadable } = await reportOn(['@'], { files: { 'a.yaml': `${BAD}  - [`, 'b.yaml': BAD } });
    expect(code).toBe(2);
    expect(filesIn(unreadable)).toEqual(['@/a.yaml']);
  });

  test('and may be empty where that is meant', async () => {
    const { code, err, summary } = await reportOn(['@', '--allow-empty'], { files: {} });
    expect({ code, err, summary }).toMatchObject({ code: 0, err: '', summary: { files: 0, templates: 0 } });
  });
});

describe('a file that is named is checked', () => {
  test.each(others)('whatever it is called: %s', async (name) => {
    expect(await found([`@/${name}`], bad(name))).toEqual([name]);
  });

  test('though Git leaves it out', async () => {
    const files = { '.gitignore': '*', ...bad('a.yaml', 'node_modules/b.yaml') };
    expect(await found(['@/a.yaml', '@/node_modules/b.yaml'], files)).toEqual(['a.yaml', 'node_modules/b.yaml']);
  });

  test('once, however often it is named', async () => {
    expect(await found(['@/a.yaml', '@/./a.yaml', '@/b/../a.yaml', '@', '@/*.yaml'], bad('a.yaml'))).toEqual([
      'a.yaml',
    ]);
  });

  test('in the order of the arguments', async () => {
    expect(await found(['@/b.yaml', '@/a.yaml'], bad('a.yaml', 'b.yaml'))).toEqual(['b.yaml', 'a.yaml']);
  });

  test.each([[['@/a.json']], [['@', '@/a.json']], [['@/*.json', '@/a.json']]])(
    'and is an error where it is no template: %j',
    async (args) => {
      const { code, unreadable } = await reportOn(args, { files: { 'a.json': '{"a": 1}' } });
      expect({ code, unreadable }).toEqual({
        code: 2,
        unreadable: [{ file: '@/a.json', reason: 'it is not a template: it has no Resources' }],
      });
    },
  );
});

describe('standard input is read', () => {
  test('as -', async () => {
    const { code, findings, summary } = await reportOn(['-'], { input: BAD });
    expect({ code, file: filesIn(findings), files: summary.files }).toEqual({ code: 1, file: ['<stdin>'], files: 1 });
  });

  test('once, beside files', async () => {
    const { findings } = await reportOn(['-', '@/a.yaml', '-'], { input: BAD, files: bad('a.yaml') });
    expect(filesIn(findings)).toEqual(['<stdin>', '@/a.yaml']);
  });

  test('in UTF-16, as PowerShell writes it', async () => {
    const { findings } = await reportOn(['-'], { input: Buffer.from(`\uFEFF${BAD}`, 'utf16le') });
    expect(filesIn(findings)).toEqual(['<stdin>']);
  });

  test('as the AWS CLI prints YAML: as a string in JSON', async () => {
    const { findings } = await reportOn(['-'], { input: `${JSON.stringify(BAD)}\n` });
    expect(findings).toMatchObject([{ file: '<stdin>', line: 6, column: 11 }]);
  });

  test('as what it is where it is a string in something else', async () => {
    const { code, unreadable } = await reportOn(['-'], { input: '"Resources' });
    expect({ code, file: filesIn(unreadable) }).toEqual({ code: 2, file: ['<stdin>'] });
  });

  test('and is an error where it is empty', async () => {
    const { code, unreadable } = await reportOn(['-']);
    expect({ code, unreadable }).toEqual({ code: 2, unreadable: [{ file: '<stdin>', reason: 'it is empty' }] });
  });
});

const tree = bad('a.yaml', 'b.yml', 'sub/c.yaml', 'sub/d.json', 'sub/deep/e.yaml', 'x1/f.yaml', 'x2/f.yaml', 'n.txt');

const patterns: Record<string, readonly string[]> = {
  '@/*.yaml': ['a.yaml'],
  '@/*': ['a.yaml', 'b.yml'],
  '@/**/*.yaml': ['a.yaml', 'sub/c.yaml', 'sub/deep/e.yaml', 'x1/f.yaml', 'x2/f.yaml'],
  '@/sub/**': ['sub/c.yaml', 'sub/d.json', 'sub/deep/e.yaml'],
  '@/x?/f.yaml': ['x1/f.yaml', 'x2/f.yaml'],
  '@/x[2-9]/*': ['x2/f.yaml'],
  '@/{a,b}.{yaml,yml}': ['a.yaml', 'b.yml'],
  '@/sub/../*.yml': ['b.yml'],
  '@/*/f.*': ['x1/f.yaml', 'x2/f.yaml'],
};

describe('a pattern finds', () => {
  test.each(Object.entries(patterns))('%s', async (pattern, names) => {
    expect(await found([pattern], tree)).toEqual(names);
  });

  test('nothing that Git leaves out', async () => {
    const { findings } = await reportOn(['@/**'], { files: { '.gitignore': 'b.yaml', ...bad('a.yaml', 'b.yaml') } });
    expect(filesIn(findings)).toEqual(['@/a.yaml']);
  });

  test('what is below a folder that is called like a pattern', async () => {
    const folder = join(await temporaryFolder(), 'my [app] {1} (copy)');
    await mkdir(folder);
    await writeFile(join(folder, 'a.yaml'), BAD);
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      const { findings } = await reportOn(['*.yaml'], { folder });
      expect(filesIn(findings)).toEqual(['a.yaml']);
    } finally {
      process.chdir(cwd);
    }
  });

  test('nothing where a file is called like it', async () => {
    expect(await found(['@/[a].yaml'], bad('[a].yaml', 'a.yaml'))).toEqual(['[a].yaml']);
  });

  test.each(['@/*.nothing', '@/none/*.yaml', '@/n.*'])('%s, and is an error where that is nothing', async (pattern) => {
    const { code, unreadable } = await reportOn([pattern], { files: tree });
    expect({ code, unreadable }).toMatchObject({ code: 2, unreadable: [{ reason: 'it does not exist' }] });
  });
});

describe('a symbolic link', () => {
  const linked = async (target: string, name: string): Promise<string> => {
    const folder = await temporaryFolder(bad('real/a.yaml'));
    await symlink(target, join(folder, name));
    return folder;
  };

  test('to a file is followed', async () => {
    const { findings } = await reportOn(['@'], { folder: await linked('real/a.yaml', 'link.yaml') });
    expect(filesIn(findings)).toEqual(['@/link.yaml', '@/real/a.yaml']);
  });

  test('to a folder is not followed where it is found', async () => {
    const { findings } = await reportOn(['@'], { folder: await linked('.', 'loop') });
    expect(filesIn(findings)).toEqual(['@/real/a.yaml']);
  });

  test('to a folder is followed where it is named', async () => {
    const { findings } = await reportOn(['@/link'], { folder: await linked('real', 'link') });
    expect(filesIn(findings)).toEqual(['@/link/a.yaml']);
  });
});
