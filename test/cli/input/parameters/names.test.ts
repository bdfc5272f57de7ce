import { describe, expect, test } from 'vitest';
import { BAD, check, GOOD } from '../../../support/check.ts';
import { run } from '../../../support/command-line.ts';
import { type Files, temporaryFolder } from '../../../support/temporary-folder.ts';

const ASKING = BAD.replace('IpProtocol: -1', 'IpProtocol: !Ref Proto');
const asking = `Parameters: { Proto: { Type: String, Default: tcp } }\n${ASKING}`;
/** Cannot hold egress, and so is not parsed for the rules. */
const other = 'Parameters: { Env: { Type: String } }\nResources: { Topic: { Type: AWS::SNS::Topic } }\n';
const parent = `Parameters: { Size: { Type: String } }
Resources:
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child/asking.yaml } }
`;

const files = {
  'asking.yaml': asking,
  'other.yaml': other,
  'good.yaml': GOOD,
  'parent.yaml': parent,
  'child/asking.yaml': asking,
  'broken.yaml': `${BAD}  - [`,
  'porto.json': '{"Porto": "-1", "Sise": "a"}',
  'known.json': '{"Proto": "tcp"}',
};

const given = (...values: readonly string[]): string[] => values.flatMap((value) => ['--parameters', value]);

type Case = readonly [args: readonly string[], code: number, err: string];

const cases: Record<string, Case> = {
  'near a declared one': [
    ['@/asking.yaml', ...given('Porto=-1')],
    2,
    '--parameters: no checked template declares Porto (did you mean Proto?).',
  ],
  'far from all': [
    ['@/asking.yaml', ...given('Colour=red')],
    2,
    '--parameters: no checked template declares Colour. Declared: Proto.',
  ],
  'where none is declared': [
    ['@/good.yaml', ...given('Colour=red')],
    2,
    '--parameters: no checked template declares Colour.',
  ],
  'beside one that is known': [
    ['@/asking.yaml', ...given('Proto=-1', 'Prot=-1', '{"Constructor": "x"}', 'Prot=tcp')],
    2,
    '--parameters: no checked template declares Prot (did you mean Proto?), Constructor.',
  ],
  'in shorthand, though it gives no value': [
    ['@/asking.yaml', ...given('UsePreviousValue=true,ParameterKey=Porto')],
    2,
    '--parameters: no checked template declares Porto (did you mean Proto?).',
  ],
  'in a file, which may be meant for other templates': [
    ['@/asking.yaml', ...given('@/porto.json')],
    0,
    '--parameters @/porto.json: no checked template declares Porto (did you mean Proto?), Sise: left out.',
  ],
  'that one of several templates declares': [['@/good.yaml', '@/asking.yaml', ...given('Proto=-1')], 1, ''],
  'that only a nested template declares, which its parent gives it': [
    ['@/parent.yaml', ...given('Proto=tcp', 'Size=1')],
    2,
    '--parameters: no checked template declares Proto. Declared: Size.',
  ],
  'that only a template without egress declares': [['@/other.yaml', ...given('Env=prod')], 0, ''],
  'that only a template without egress declares, found in a folder': [
    ['@/child', '@/other*.yaml', ...given('Env=prod')],
    0,
    '',
  ],
  'near one that only a template without egress declares': [
    ['@/child', '@/other*.yaml', ...given('Evn=prod')],
    2,
    '--parameters: no checked template declares Evn (did you mean Env?).',
  ],
};

describe('check is given a parameter', () => {
  test.each(Object.entries(cases))('%s', async (_name, [args, code, err]) => {
    const told = await check(args, { files });
    expect({ code: told.code, err: told.err }).toEqual({ code, err: err && `egress-guard: ${err}\n` });
    if (code === 2) expect(told.out).toBe('');
  });

  test('that an unreadable template may declare: it is noted, and the report goes on', async () => {
    const { code, out, err } = await check(['@/asking.yaml', '@/broken.yaml', ...given('Porto=-1')], { files });
    expect({ code, out, err }).toEqual({
      code: 2,
      out: expect.stringContaining('broken.yaml'),
      err: 'egress-guard: --parameters: no checked template declares Porto (did you mean Proto?): left out.\n',
    });
  });

  test('of many that nothing declares, and names some of them', async () => {
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`Z${index}`, 'x'])));
    const { err } = await check(['@/asking.yaml', ...given(many)], { files });
    expect(err).toContain('declares Z0, Z1, Z2, Z3, Z4, Z5, Z6, Z7, Z8, Z9, 2 more. Declared: Proto.\n');
  });
});

const simulate = (args: readonly string[], more: Files = {}) =>
  run(['simulate', '@/asking.yaml', ...args], { files: { ...files, ...more } });

describe('simulate is given a parameter', () => {
  test('that the template does not declare', async () => {
    const { code, out, err } = await simulate(given('Porto=-1'));
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: 'egress-guard: --parameters: no template declares Porto (did you mean Proto?).\n',
    });
  });

  test('in a file, which may be meant for other templates', async () => {
    const { code, err } = await simulate([...given('@/porto.json'), ...given('@/known.json')]);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'egress-guard: --parameters @/porto.json: no template declares Porto (did you mean Proto?), Sise: left out.\n',
    });
  });

  test('that neither template of an update declares', async () => {
    const { err } = await simulate([
      '--operation',
      'update',
      '--previous',
      '@/other.yaml',
      ...given('Evn=-1', 'Env=x'),
    ]);
    expect(err).toBe('egress-guard: --parameters: no template declares Evn (did you mean Env?).\n');
  });
});

const stray: Record<string, readonly [args: readonly string[], told: string]> = {
  'shorthand, for check': [
    ['check', ...given('ParameterKey=A,ParameterValue=1'), 'ParameterKey=B,ParameterValue=secret'],
    'ParameterKey=...',
  ],
  'shorthand alone, for check': [['check', 'ParameterValue=secret,ParameterKey=B'], 'ParameterValue=...'],
  'Name=Value, for check': [['check', ...given('A=1'), 'B=secret'], 'B=...'],
  'shorthand, for simulate': [
    ['simulate', '@/asking.yaml', ...given('A=1'), 'ParameterKey=B,ParameterValue=secret'],
    'ParameterKey=...',
  ],
  'Name=Value, for deploy': [['deploy', ...given('A=1'), 'B=secret'], 'B=...'],
  'Name=Value, for rollout': [['rollout', ...given('A=1'), 'B=secret'], 'B=...'],
};

describe('a parameter behind another one, as the AWS CLI takes it, is refused', () => {
  test.each(Object.entries(stray))('%s', async (_name, [args, told]) => {
    const { code, out, err } = await run(args, { files });
    const message = `egress-guard: ${told} stands without an option. Put --parameters before each parameter.\n`;
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: message });
  });

  test('and a file that is called so is a file', async () => {
    const folder = await temporaryFolder({ ...files, 'A=b.yaml': GOOD });
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      expect(await check(['A=b.yaml', 'asking.yaml', ...given('Proto=tcp')], { folder })).toMatchObject({ code: 0 });
    } finally {
      process.chdir(cwd);
    }
  });
});
