import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, exit, stderr, stdout } from 'node:process';

const usage = `Usage: node test/guard/index.ts <cfn-guard> [templates]

Asks cfn-guard 3, by the rule that \`egress-guard rules --format guard\` prints, about groups in every form, as a stack and as a
single resource; and, where a folder of templates is given, about each of these, and compares with what check finds there.
Exit code 0: as it has to be, 1: not so, 2: wrong use.
`;

const [program, templates] = argv.slice(2);
if (program === undefined) {
  stderr.write(usage);
  exit(2);
}

const COMMAND = 'dist/cli/index.js';

const folder = mkdtempSync(join(tmpdir(), 'egress-guard-guard-'));
const rule = join(folder, 'rule.guard');
writeFileSync(rule, execFileSync(execPath, [COMMAND, 'rules', '--format', 'guard']));

interface Answer {
  readonly name: string;
  readonly status: 'PASS' | 'FAIL' | 'SKIP';
}

/** What cfn-guard says of a file, or of each file of a folder. */
const ask = (path: string): readonly Answer[] => {
  const args = ['validate', '--rules', rule, '--data', path, '--structured', '--output-format', 'json'];
  const { stdout: text, stderr: told } = spawnSync(program, [...args, '--show-summary', 'none'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (!text.startsWith('[')) throw new Error(`cfn-guard has no answer: ${told.slice(0, 2000)}`);
  return JSON.parse(text);
};

const all = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

const tcp = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };

/** The egress of a group, and whether it is refused. */
const groups: readonly (readonly [egress: unknown, isRefused: boolean])[] = [
  [[all], true],
  [[tcp, { ...all, IpProtocol: -1 }], true],
  [[{ ...all, IpProtocol: -1.0 }], true],
  [[{ ...all, IpProtocol: ' ALL ' }], true],
  [[{ ...all, IpProtocol: '-1.0' }], true],
  [all, true],
  [[{ 'Fn::If': ['A', all, tcp] }], true],
  [[{ 'Fn::If': ['A', tcp, { Ref: 'AWS::NoValue' }] }, tcp], false],
  [[tcp, { 'Fn::If': ['A', tcp, all] }], true],
  [{ 'Fn::If': ['A', [tcp], [all]] }, true],
  [{ 'Fn::If': ['A', [tcp], { Ref: 'AWS::NoValue' }] }, false],
  [[tcp], false],
  [tcp, false],
  [[], false],
  [undefined, false],
  [[{ ...tcp, IpProtocol: 6 }], false],
  [[{ ...tcp, IpProtocol: '-10' }], false],
  [[{ ...tcp, IpProtocol: { Ref: 'Protocol' } }], false],
  [[{ CidrIp: '0.0.0.0/0' }, tcp], false],
];

const asStack = (type: string, properties: object) => ({ Resources: { Sg: { Type: type, Properties: properties } } });

const asResource = (type: string, properties: object) => ({
  HookContext: { TargetType: 'RESOURCE', TargetName: type },
  Resources: { Sg: { ResourceType: type, ResourceProperties: properties } },
});

const cases = [asStack, asResource].flatMap((form) => [
  ...groups.map(([egress, isRefused]) => {
    const properties = { GroupDescription: 'app', ...(egress !== undefined && { SecurityGroupEgress: egress }) };
    return [form('AWS::EC2::SecurityGroup', properties), isRefused] as const;
  }),
  [form('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', ...all }), true] as const,
  [form('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', ...tcp }), false] as const,
  [form('AWS::S3::Bucket', {}), false] as const,
]);

const wrong: string[] = [];
for (const [document, isRefused] of cases) {
  const path = join(folder, 'case.json');
  writeFileSync(path, JSON.stringify(document));
  const [answer] = ask(path);
  if ((answer?.status === 'FAIL') !== isRefused) wrong.push(`${JSON.stringify(document)}: ${answer?.status}`);
}
stdout.write(`${cases.length - wrong.length} of ${cases.length} cases as they have to be\n`);
for (const text of wrong) stdout.write(`  ${text}\n`);

/** The files of a folder that check finds something in. */
const foundBy = (path: string): ReadonlySet<string> => {
  const args = [COMMAND, 'check', path, '--no-ignore', '--format', 'json'];
  const { stdout: report } = spawnSync(execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const { findings } = JSON.parse(report) as { readonly findings: readonly { readonly file: string }[] };
  return new Set(findings.map(({ file }) => file.replace(/^(\.\.\/)+/, '/')));
};

if (templates !== undefined) {
  const ours = foundBy(templates);
  const theirs = new Set(ask(templates).flatMap(({ name, status }) => (status === 'FAIL' ? [name] : [])));
  const isSame = (a: string) => (b: string) => a.endsWith(b) || b.endsWith(a);
  const missed = [...ours].filter((file) => ![...theirs].some(isSame(file)));
  const extra = [...theirs].filter((file) => ![...ours].some(isSame(file)));
  stdout.write(`${templates}: check finds something in ${ours.size} files, cfn-guard in ${theirs.size}\n`);
  for (const file of missed) stdout.write(`  missed by cfn-guard: ${file}\n`);
  for (const file of extra) stdout.write(`  found by cfn-guard alone: ${file}\n`);
  if (extra.length > 0) wrong.push('more than check');
}
rmSync(folder, { recursive: true });
exit(wrong.length === 0 ? 0 : 1);
