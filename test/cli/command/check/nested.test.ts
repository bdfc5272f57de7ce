import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { BAD, filesIn, GOOD, reportOn } from '../../../support/check.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const stack = (...urls: readonly unknown[]): string =>
  JSON.stringify({
    Resources: Object.fromEntries(
      urls.map((url, index) => [`N${index}`, { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } }]),
    ),
  });

describe('a nested template is followed', () => {
  test('from the file that names it, and told as a file of its own', async () => {
    const files = { 'app/main.json': stack('nested/a.txt', '../b.yaml'), 'app/nested/a.txt': BAD, 'b.yaml': BAD };
    const { code, err, findings, summary } = await reportOn(['@/app/main.json'], { files });
    expect({ code, err, files: filesIn(findings) }).toEqual({
      code: 1,
      err: '',
      files: ['@/app/nested/a.txt', '@/b.yaml'],
    });
    expect(findings.map(({ line }) => line)).toEqual([6, 6]);
    expect(summary).toMatchObject({ files: 3, templates: 3 });
  });

  test('to any depth, and round in a circle once', async () => {
    const files = { 'a.json': stack('b.json', './a.json'), 'b.json': stack('c.yaml', 'a.json'), 'c.yaml': BAD };
    const { findings, summary } = await reportOn(['@/a.json'], { files });
    expect({ files: filesIn(findings), looked: summary.files }).toEqual({ files: ['@/c.yaml'], looked: 3 });
  });

  test('once, however often it is named or found', async () => {
    const files = { 'a.json': stack('z.yaml', './z.yaml', 'z.yaml'), 'b.json': stack('z.yaml'), 'z.yaml': BAD };
    expect(filesIn((await reportOn(['@', '@/z.yaml'], { files })).findings)).toEqual(['@/z.yaml']);
  });

  test('through a chain of any length', async () => {
    const folder = await temporaryFolder({ '12000.txt': BAD });
    const write = (index: number) => writeFile(join(folder, `${index}.txt`), stack(`${index + 1}.txt`));
    await Promise.all(Array.from({ length: 12_000 }, (_, index) => write(index)));
    const { findings, summary } = await reportOn(['@/0.txt'], { folder });
    expect({ files: filesIn(findings), looked: summary.files }).toEqual({ files: ['@/12000.txt'], looked: 12_001 });
  });

  test('through a file URL', async () => {
    const folder = await temporaryFolder({ 'b c.yaml': BAD });
    const input = stack(pathToFileURL(join(folder, 'b c.yaml')).href);
    expect(filesIn((await reportOn(['-'], { folder, input })).findings)).toEqual(['@/b c.yaml']);
  });

  test('and is unreadable where it is no template', async () => {
    const files = { 'a.json': stack('b.yaml', 'd'), 'b.yaml': 'a: 1', 'd/e.yaml': GOOD };
    const { code, unreadable } = await reportOn(['@/a.json'], { files });
    expect({ code, files: filesIn(unreadable) }).toEqual({ code: 2, files: ['@/b.yaml', '@/d'] });
  });
});

const ELSEWHERE = 'egress-guard: @/a.json: the nested templates of N0 are elsewhere and are not checked.\n';

const elsewhere: Record<string, unknown> = {
  'an address of S3': 'https://s3.amazonaws.com/bucket/nested.yaml',
  'an S3 URI': 's3://bucket/nested.yaml',
  'a file on another host': 'file://nested.yaml',
  'a file URL that is no path': 'file:///a%2Fb.yaml',
  'a file URL that is none': 'file://[/a.yaml',
  nothing: '',
  'a function that only CloudFormation resolves': { 'Fn::ImportValue': 'nested.yaml' },
  'a list': ['nested.yaml'],
};

describe('a nested template is left out, and that is said, where its TemplateURL is', () => {
  test.each(Object.entries(elsewhere))('%s', async (_name, url) => {
    const files = { 'a.json': stack(url), 'nested.yaml': BAD };
    const { code, err, summary } = await reportOn(['@/a.json'], { files });
    expect({ code, err, files: summary.files }).toEqual({ code: 0, err: ELSEWHERE, files: 1 });
  });
});

describe('what nobody can look into is said on a line', () => {
  const cases: Record<string, readonly [template: object, note: string]> = {
    'a macro': [{ Transform: ['AWS::Serverless-2016-10-31', 'Our::Macro'] }, 'what Our::Macro may add is not checked.'],
    'an include at the top': [
      { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/all.yaml' } } },
      'what AWS::Include may add is not checked.',
    ],
    modules: [
      { Resources: { A: { Type: 'Our::Net::Vpc::MODULE' }, B: { Type: 'Our::Net::Nat::MODULE' } } },
      'what Our::Net::Vpc::MODULE, Our::Net::Nat::MODULE may add is not checked.',
    ],
    'many nested stacks': [
      JSON.parse(stack('s3://b/1', 's3://b/2', 's3://b/3', 's3://b/4', 's3://b/5')),
      'the nested templates of N0, N1, N2, 2 more are elsewhere and are not checked.',
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [template, note]) => {
    const files = { 'a.json': JSON.stringify({ Resources: {}, ...template }) };
    const { code, err } = await reportOn(['@/a.json'], { files });
    expect({ code, err }).toEqual({ code: 0, err: `egress-guard: @/a.json: ${note}\n` });
  });

  test('but not that AWS resolves its own transforms', async () => {
    const files = { 'a.json': JSON.stringify({ Transform: 'AWS::Serverless-2016-10-31', Resources: {} }) };
    expect((await reportOn(['@/a.json'], { files })).err).toBe('');
  });
});

describe('a nested template that is missing', () => {
  test('is noted, and is no failure', async () => {
    const { code, err } = await reportOn(['@'], { files: { 'app/a.json': stack('b.yaml') } });
    expect({ code, err }).toEqual({
      code: 0,
      err: 'egress-guard: @/app/a.json: its nested template @/app/b.yaml does not exist and is not checked.\n',
    });
  });

  test('is noted on one line, whatever it is called', async () => {
    const { err } = await reportOn(['@'], { files: { 'a.json': stack('b\n\u001b[2Jc\u0000.yaml') } });
    expect(err).toBe(
      'egress-guard: @/a.json: its nested template @/b\\u000a\\u001b[2Jc\\u0000.yaml does not exist and is not checked.\n',
    );
  });

  test('is not looked for below standard input, which has no folder', async () => {
    const { code, err } = await reportOn(['-'], { input: stack('b.yaml') });
    expect({ code, err }).toEqual({
      code: 0,
      err: 'egress-guard: <stdin>: the nested templates of N0 are elsewhere and are not checked.\n',
    });
  });
});

test('what stands in a template in a template is told in the order of lines', async () => {
  const inline = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateBody: BAD } };
  const group = { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [{ IpProtocol: -1 }] } };
  const text = JSON.stringify({ Resources: { First: inline, Second: group } }, null, 1);
  const { findings } = await reportOn(['@'], { files: { 'a.json': text } });
  expect(findings.map(({ logicalId }) => logicalId)).toEqual(['Sg', 'Second']);
  expect(findings.map(({ line }) => line)).toEqual(findings.map(({ line }) => line).sort((a, b) => a - b));
});

test('a template in a template is told where it stands in the outer file', async () => {
  const inner = BAD.replaceAll(/^(?=.)/gm, '        ');
  const outer = `Resources:\n  N:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n${inner}`;
  const { code, findings, summary } = await reportOn(['@'], { files: { 'a.yaml': outer } });
  expect({ code, files: summary.files }).toEqual({ code: 1, files: 1 });
  expect(findings).toMatchObject([
    {
      file: '@/a.yaml',
      line: 11,
      column: 19,
      path: '/Resources/N/Properties/TemplateBody/Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol',
    },
  ]);
});
