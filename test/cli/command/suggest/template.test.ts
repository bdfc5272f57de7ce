import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { templateEntry } from '../../../../cli/command/suggest/forms.ts';
import { makeDiff } from '../../../../cli/command/suggest/template/diff.ts';
import { openGroup } from '../../../../cli/command/suggest/template/group.ts';
import { withEgress } from '../../../../cli/command/suggest/template/with-egress.ts';
import { main } from '../../../../cli/main.ts';
import { readDocuments } from '../../../../rule/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const counts = { records: 1, packets: 1, bytes: 1, first: 1, last: 2, seen: 1 };

const entries = [
  {
    ...{ protocol: 'tcp', ports: { from: 443, to: 443 }, isSure: true, ...counts },
    destination: { kind: 'CidrIp', value: '0.0.0.0/0' },
  },
  {
    ...{ protocol: '50', isSure: false, ...counts },
    destination: { kind: 'CidrIpv6', value: 'fd00::1/128' },
  },
] as const;

const written = entries.map(templateEntry);

const change = (text: string, logicalId?: string): string =>
  withEgress('t', text, openGroup('t', text, logicalId), written);

const head = 'Resources:\n  Sg:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n';

const tail = '  Topic:\n    Type: AWS::SNS::Topic\n';

const json = (egress: string): string => `{
  "Resources": {
    "Sg": {
      "Type": "AWS::EC2::SecurityGroup",
      "Properties": {
        "GroupDescription": "]},{ is no end"${egress}
      }
    }
  }
}
`;

const templates: Readonly<Record<string, string>> = {
  'a list below its key': `${head}      SecurityGroupEgress:\n        - IpProtocol: -1\n          CidrIp: 0.0.0.0/0\n      VpcId: !Ref Vpc\n${tail}`,
  'a list as far left as its key': `${head}      GroupDescription: d\n      SecurityGroupEgress:\n      - IpProtocol: -1\n        CidrIp: 0.0.0.0/0\n\n      # of the next\n      VpcId: v\n${tail}`,
  'a list at the end of the file, without a line break': `${head}      SecurityGroupEgress:\n        - IpProtocol: -1\n          CidrIp: 0.0.0.0/0`,
  'a list in brackets over several lines': `${head}      SecurityGroupEgress: [\n        {IpProtocol: -1, CidrIp: 0.0.0.0/0}\n        ]\n      VpcId: v\n${tail}`,
  'a function': `${head}      SecurityGroupEgress:\n        Fn::If:\n          - IsProd\n          - - IpProtocol: -1\n          - !Ref AWS::NoValue\n      VpcId: v\n${tail}`,
  'a long text in an entry': `${head}      SecurityGroupEgress:\n        - Description: |\n            SecurityGroupEgress:\n              - x\n          IpProtocol: -1\n      VpcId: v\n${tail}`,
  'no egress': `${head}      GroupDescription: >-\n        of\n        two lines\n${tail}`,
  'properties in braces': `Resources:\n  Sg:\n    Type: AWS::EC2::SecurityGroup\n    Properties: {GroupDescription: 'it''s, }', SecurityGroupEgress: [{IpProtocol: -1}], VpcId: v}\n${tail}`,
  'properties in braces, without egress': `Resources:\n  Sg:\n    Type: AWS::EC2::SecurityGroup\n    Properties: {GroupDescription: d}\n${tail}`,
  JSON: json(',\n        "SecurityGroupEgress": [\n          { "IpProtocol": "-1" }\n        ],\n        "VpcId": "v"'),
  'JSON, egress last': json(',\n        "SecurityGroupEgress": { "IpProtocol": "-1" }'),
  'JSON without egress': json(''),
  'JSON on one line': JSON.stringify(JSON.parse(json(''))),
  'another document before': `---\nName: x\n---\n${head}      SecurityGroupEgress: []\n`,
};

describe('a template with other entries', () => {
  test.each(
    Object.entries(templates).flatMap(([name, text]) => [
      [name, text],
      [`${name}, with line breaks of Windows`, text.replaceAll('\n', '\r\n')],
    ]),
  )('%s', (_name, text) => {
    const changed = change(text);
    const meant = readDocuments(text).map(({ value }) => {
      if (!('Resources' in value)) return value;
      const { Sg } = value['Resources'] as { readonly Sg: { readonly Properties: object } };
      return {
        ...value,
        Resources: {
          ...(value['Resources'] as object),
          Sg: { ...Sg, Properties: { ...Sg.Properties, SecurityGroupEgress: written } },
        },
      };
    });
    expect(readDocuments(changed).map(({ value }) => value)).toEqual(meant);
    expect(/[^\r]\n/.test(changed)).toBe(!text.includes('\r\n') && changed.includes('\n'));
    expect(change(changed)).toBe(changed);
  });

  test('keeps what is around, comments too', () => {
    expect(change(templates['a list as far left as its key'] ?? '')).toBe(
      `${head}      GroupDescription: d
      SecurityGroupEgress:
      - Description: Seen in flow logs
        IpProtocol: tcp
        FromPort: 443
        ToPort: 443
        CidrIp: "0.0.0.0/0"
      - Description: Likely, from flow logs
        IpProtocol: "50"
        CidrIpv6: fd00::1/128

      # of the next
      VpcId: v
${tail}`,
    );
  });

  test('is not told where something else would change with it', () => {
    const text = `${head}      SecurityGroupEgress: &all\n        - IpProtocol: -1\n  Other:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupEgress: *all\n`;
    expect(() => change(text, 'Sg')).toThrow(/^t: the entries of Sg stand in a way that cannot be changed/);
  });

  test.each([
    ['Topic', /^t: has no AWS::EC2::SecurityGroup Topic\.$/],
    ['Sgg', /^t: has no AWS::EC2::SecurityGroup Sgg: did you mean Sg\?$/],
    ['Rule', /^t: Rule is one entry of a group that stands elsewhere\./],
    ['Bare', /^t: Bare has no properties/],
    [undefined, /^t: has 2 groups: say which by --resource Sg or Bare\.$/],
  ])('%s is told in one line', (logicalId, message) => {
    const text = `${head}      VpcId: v\n${tail}  Rule:\n    Type: AWS::EC2::SecurityGroupEgress\n  Bare:\n    Type: AWS::EC2::SecurityGroup\n`;
    expect(() => openGroup('t', text, logicalId)).toThrow(message);
  });

  test('has a group', () => {
    expect(() => openGroup('t', `Resources:\n${tail}`, undefined)).toThrow(
      /^t: has no AWS::EC2::SecurityGroup to write the entries into\.$/,
    );
  });
});

describe('a diff', () => {
  const plain = (_format: unknown, text: string): string => text;

  test('has three lines around the change', () => {
    const text = (middle: string): string => `1\n2\n3\n4\n5\n${middle}6\n7\n8\n9\n`;
    expect(makeDiff('t', text('old\n'), text('new\nmore\n'), plain)).toBe(
      '--- a/t\n+++ b/t\n@@ -3,7 +3,8 @@\n 3\n 4\n 5\n-old\n+new\n+more\n 6\n 7\n 8\n',
    );
  });

  test('tells a missing line break at the end', () => {
    expect(makeDiff('t', 'a\nb', 'a\nc', plain)).toBe(
      '--- a/t\n+++ b/t\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n',
    );
  });

  test('is empty where nothing changes', () => {
    expect(makeDiff('t', 'a\n', 'a\n', plain)).toBe('');
  });
});

describe('suggest --template', () => {
  const now = Math.floor(Date.now() / 1000);
  const log = `interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags\n${[
    '93.184.216.34',
    '93.184.216.35',
  ]
    .map((to) => `eni-1235b8ca123456789 10.0.0.5 ${to} 40000 443 6 1 1 ${now - 900} ${now - 840} ACCEPT 2`)
    .join('\n')}\n`;
  const template = `${head}      GroupDescription: d\n      SecurityGroupEgress:\n        - IpProtocol: -1\n          CidrIp: 0.0.0.0/0\n`;

  const run = async (...args: readonly string[]) => {
    const folder = await temporaryFolder({
      'flow.log': log,
      'empty.log': log.split('\n')[0] ?? '',
      'app.yaml': template,
    });
    const printed = { out: '', err: '' };
    const terminal = {
      out: (text: string) => {
        printed.out += text;
      },
      err: (text: string) => {
        printed.err += text;
      },
      ask: async () => undefined,
      input: async () => Buffer.alloc(0),
      isInteractive: false,
      paint: (_format: unknown, text: string) => text,
    };
    const code = await main(['suggest', ...args.map((one) => one.replace('@', folder))], terminal, 'dist');
    return { code, folder: join(folder), ...printed };
  };

  test('tells below the table how the template changes', async () => {
    const { code, out } = await run('--flow-logs', '@/flow.log', '--template', '@/app.yaml');
    expect(code).toBe(0);
    expect(out).toMatch(/^PROTOCOL/);
    expect(out).toMatch(/\n--- a\/.*app\.yaml\n\+\+\+ b\/.*app\.yaml\n@@ -\d/);
    expect(out).toContain(
      '\n-        - IpProtocol: -1\n-          CidrIp: 0.0.0.0/0\n+        - Description: Seen in flow logs\n',
    );
  });

  test('tells the diff alone, and what to mind on standard error', async () => {
    const { out, err } = await run('--flow-logs', '@/flow.log', '--template', '@/app.yaml', '--format', 'diff');
    expect(out).toMatch(/^--- a\//);
    expect(err).toContain('That is less than a week');
  });

  test('tells no change where nothing is suggested', async () => {
    const args = ['--flow-logs', '@/empty.log', '--template', '@/app.yaml'];
    const { out, err, code } = await run(...args, '--format', 'diff');
    expect({ out, code }).toEqual({ out: '', code: 0 });
    expect(err).toContain('Nothing was seen that these interfaces began to send');
    expect((await run(...args)).out).not.toContain('---');
  });

  test.each([
    [['--format', 'diff'], /--format diff goes with --template FILE\.\n$/],
    [['--resource', 'Sg'], /--resource goes with --stack or --template/],
    [['--template', '@/none.yaml'], /none\.yaml: it does not exist/],
    [['--template', '@/flow.log'], /flow\.log: it is not a template/],
  ])('%j is told in one line', async (args, message) => {
    const { code, out, err } = await run('--flow-logs', '@/flow.log', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
