import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, check, filesIn, GOOD, reportOn } from '../../../support/check.ts';
import { type Files, temporaryFolder } from '../../../support/temporary-folder.ts';

const ADVICE = 'Name templates or their folder, or give --allow-empty.';
const LOOK = '--no-ignore looks there, too.';

const note = (text: string): string => `egress-guard: ${text}\n`;

describe('check tells what .gitignore leaves out:', () => {
  const leftOut: Record<string, readonly [args: readonly string[], files: Files, err: string]> = {
    'files that look like templates': [
      ['@'],
      { '.gitignore': 'x*', 'x.yaml': BAD, 'd/x.json': GOOD, 'x.txt': BAD, 'xs.json': '{"name": "x"}' },
      note(`.gitignore leaves out 2 files that look like templates; ${LOOK}`),
    ],
    'one of them': [
      ['@'],
      { '.gitignore': 'x.yaml', 'x.yaml': BAD },
      note(`.gitignore leaves out 1 file that looks like a template; ${LOOK}`),
    ],
    'folders, whatever they hold': [
      ['@'],
      { '.gitignore': 'out/\n', 'out/a.yaml': BAD, 'd/out/b/c.yaml': BAD },
      note(`.gitignore leaves out 2 folders; ${LOOK}`),
    ],
    'both, once': [
      ['@', '@/.', '@/*.yaml'],
      { '.gitignore': 'out/\nx.yaml', 'x.yaml': BAD, 'out/a.yaml': BAD },
      note(`.gitignore leaves out 1 file that looks like a template and 1 folder; ${LOOK}`),
    ],
    'not what is always left out': [
      ['@'],
      { 'node_modules/p/a.yaml': BAD, '.git/a.yaml': BAD, 'cdk.out/manifest.json': BAD },
      '',
    ],
    'not what is named': [['@', '@/x.yaml'], { '.gitignore': 'x.yaml', 'x.yaml': GOOD }, ''],
    'not other files': [['@'], { '.gitignore': 'x.*', 'x.json': '{}', 'x.yaml': 'a: 1', 'x.js': BAD }, ''],
    'nothing with --no-ignore': [
      ['@', '--no-ignore'],
      { '.gitignore': 'x.yaml\nout', 'x.yaml': GOOD, 'out/a.yaml': GOOD },
      '',
    ],
  };

  test.each(Object.entries(leftOut))('%s', async (_name, [args, files, told]) => {
    const { code, err } = await check(args, { files: { 'a.yaml': GOOD, ...files } });
    expect({ code, err }).toEqual({ code: 0, err: told });
  });

  test('and not a pipe or a link to nothing among them', async () => {
    const folder = await temporaryFolder({ '.gitignore': 'x.yaml', 'a.yaml': GOOD });
    await symlink('nowhere', join(folder, 'x.yaml'));
    expect(await check(['@'], { folder })).toMatchObject({ code: 0, err: '' });
  });
});

describe('check ends with 2 and one line where it finds no template:', () => {
  const empty: Record<string, readonly [args: readonly string[], files: Files, err: string]> = {
    'in an empty folder': [['@'], {}, `no template found. ${ADVICE}`],
    'in a folder of other files': [['@'], { 'readme.txt': 'x' }, `no template found. ${ADVICE}`],
    'among files called like templates': [
      ['@'],
      { 'a.json': '{}', 'b.yaml': 'x: 1' },
      `no template found in 2 files. ${ADVICE}`,
    ],
    'in a pattern': [['@/*.json'], { 'a.json': '{}' }, `no template found in 1 file. ${ADVICE}`],
    'but what .gitignore leaves out': [
      ['@'],
      { '.gitignore': 'cdk.out/', 'cdk.out/a.json': BAD },
      `no template found. .gitignore leaves out 1 folder; ${LOOK} ${ADVICE}`,
    ],
  };

  test.each(Object.entries(empty))('%s', async (_name, [args, files, told]) => {
    const { code, out, err } = await check(args, { files });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: note(told) });
  });

  test.each(Object.entries(empty))('%s, and with 0 and a report with --allow-empty', async (_name, [args, files]) => {
    expect(await reportOn([...args, '--allow-empty'], { files })).toMatchObject({ code: 0, summary: { templates: 0 } });
  });
});

describe('a pattern that matches only what .gitignore leaves out names --no-ignore:', () => {
  const reason = 'nothing matches, but for what .gitignore may hide; --no-ignore looks there, too';

  test.each(['@/x*.yaml', '@/d/**/*.yaml', '@/**/*.template.json'])('%s', async (pattern) => {
    const files = {
      '.git/HEAD': '',
      '.gitignore': 'x.yaml\nout/\n',
      'x.yaml': BAD,
      'd/x.yaml': BAD,
      'd/out/a.template.json': BAD,
    };
    const { code, unreadable } = await reportOn([pattern], { files });
    expect({ code, unreadable }).toMatchObject({ code: 2, unreadable: [{ reason }] });
    expect((await reportOn([pattern, '--no-ignore'], { files })).code).toBe(1);
  });

  test('and not where it matches nothing of that', async () => {
    const { unreadable } = await reportOn(['@/*.json'], { files: { '.gitignore': 'x.yaml', 'x.yaml': BAD } });
    expect(unreadable).toMatchObject([{ reason: 'it does not exist' }]);
  });
});

describe('--skip-non-templates passes over', () => {
  const changed = {
    'compose.yaml': 'services:\n  web: { image: x }\n',
    'package.json': '{"name": "x"}',
    'broken.yaml': 'a: [',
    'readme.md': '# Resources',
    'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]),
    'empty.yaml': '',
    'good.yaml': GOOD,
    'bad.txt': BAD,
  };
  const named = (...names: readonly string[]): string[] => names.map((name) => `@/${name}`);

  test('files that are named and are no templates, and checks the others', async () => {
    const { code, err, findings, unreadable } = await reportOn(
      [...named(...Object.keys(changed)), '--skip-non-templates'],
      {
        files: changed,
      },
    );
    expect({ code, err, files: filesIn(findings), unreadable }).toEqual({
      code: 1,
      err: '',
      files: ['@/bad.txt'],
      unreadable: [],
    });
  });

  test('all of them', async () => {
    const given = [...named('compose.yaml', 'readme.md'), '--skip-non-templates'];
    expect(await check(given, { files: changed })).toMatchObject({ code: 0, err: '' });
  });

  test('but not a file that is missing, or a template that cannot be read', async () => {
    const files = { 'a.yaml': `${BAD}  - [` };
    const { code, unreadable } = await reportOn([...named('none.yaml', 'a.yaml'), '--skip-non-templates'], { files });
    expect({ code, files: filesIn(unreadable) }).toEqual({ code: 2, files: ['@/none.yaml', '@/a.yaml'] });
  });

  test('and notes a parameter that only a template which did not change may declare', async () => {
    const given = [...named('good.yaml'), '--skip-non-templates', '--parameters', 'Env=prod'];
    expect(await check(given, { files: changed })).toMatchObject({
      code: 0,
      err: note('--parameters: no checked template declares Env: left out.'),
    });
  });
});

describe('a template that is not UTF-8 throughout', () => {
  const latin = Buffer.from(BAD.replace('Resources', 'Description: caf\u00e9\nResources'), 'latin1');
  const told = 'is not UTF-8 throughout: what is not is read as \uFFFD. Save it as UTF-8.';

  test('is checked where it is named, and told', async () => {
    expect(await check(['@/a.yaml'], { files: { 'a.yaml': latin } })).toMatchObject({
      code: 1,
      err: note(`@/a.yaml: ${told}`),
    });
  });

  test('is checked on standard input, and told', async () => {
    expect(await check(['-'], { input: latin })).toMatchObject({ code: 1, err: note(`<stdin>: ${told}`) });
  });

  test.each([BAD, `\uFEFF${BAD}`, Buffer.from(`\uFEFF${BAD}`, 'utf16le')])(
    'is not what is UTF-8, or UTF-16 with its mark',
    async (text) => {
      expect(await check(['@/a.yaml'], { files: { 'a.yaml': text } })).toMatchObject({ code: 1, err: '' });
    },
  );
});

describe('the summary tells beside the counts', () => {
  const nested = (location: unknown): object => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: location },
  });
  const files = {
    '.gitignore': 'hidden.yaml\nout/\n',
    'hidden.yaml': BAD,
    'out/a.yaml': BAD,
    'a.json': JSON.stringify({
      Transform: ['Mine', 'AWS::Include'],
      Resources: {
        A: nested('s3://bucket/a.yaml'),
        B: nested('missing.yaml'),
        C: nested({ 'Fn::ImportValue': 'c' }),
        Sg: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'a' } },
      },
    }),
  };
  const FOUND = 'No findings in 1 template.';

  test('which groups name no egress, and what was not checked', async () => {
    const { out } = await check(['@'], { files });
    const left = 'Not checked: 3 nested templates, 2 macros or modules, 2 hidden by .gitignore.';
    expect(out).toMatch(new RegExp(`\\n${FOUND} Noted: no egress \\(1\\)\\. ${left}\\n$`));
  });

  test('and in the report of programs', async () => {
    const { summary } = await reportOn(['@'], { files });
    expect(summary).toMatchObject({ notes: 1, notChecked: { nestedTemplates: 3, additions: 2, ignored: 2 } });
  });

  test('each once, however often a template is used, and in one line', async () => {
    const outer = { Resources: { One: nested('a.json'), Two: { ...nested('a.json'), Condition: 'C' } } };
    const more = {
      ...files,
      'top.json': JSON.stringify({ ...outer, Conditions: { C: { 'Fn::Equals': ['a', { Ref: 'P' }] } } }),
    };
    const { err, summary } = await reportOn(['@/top.json', '@/a.json'], { files: more });
    expect(summary.notChecked).toEqual({ nestedTemplates: 3, additions: 2, ignored: 0, excluded: 0 });
    expect(err.match(/missing\.yaml/g)).toHaveLength(1);
  });

  test('nothing where nothing is left out', async () => {
    expect((await check(['@'], { files: { 'a.yaml': GOOD } })).out).toBe(`${FOUND}\n`);
  });
});
