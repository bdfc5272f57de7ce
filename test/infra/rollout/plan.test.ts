import { describe, expect, test } from 'vitest';
import type { OverriddenInstance } from '../../../infra/aws/stack-set-instance.ts';
import {
  type CurrentRollout,
  type DesiredRollout,
  planModeOfAll,
  planModeOfUnits,
  planRemovalOfAll,
  planRollout,
} from '../../../infra/rollout/plan.ts';

const TEMPLATE = 'a template\n';
const warn = { ResourceFailureMode: 'WARN', TemplateFailureMode: 'WARN', HookStatus: 'ENABLED' };

const wish = (changes: Partial<DesiredRollout> = {}): DesiredRollout => ({
  organizationalUnits: ['ou-a', 'ou-b'],
  regions: ['eu-west-1', 'us-east-1'],
  template: TEMPLATE,
  parameterNames: new Set([...Object.keys(warn), 'LogRetentionInDays']),
  parameters: new Map(),
  ...changes,
});

const instance = (unit: string, region: string, changes: Partial<OverriddenInstance> = {}): OverriddenInstance => ({
  account: '111111111111',
  region,
  organizationalUnit: unit,
  status: 'CURRENT',
  overrides: new Map(),
  ...changes,
});

type Given = Partial<CurrentRollout['stackSet']> & {
  readonly targets?: Readonly<Record<string, readonly string[]>>;
  readonly instances?: readonly OverriddenInstance[];
};

const standing = ({ targets = {}, instances = [], ...stackSet }: Given = {}): CurrentRollout => ({
  stackSet: {
    name: 'egress-guard',
    arn: '',
    template: TEMPLATE,
    parameters: new Map(Object.entries(warn)),
    permissionModel: 'SERVICE_MANAGED',
    isAutoDeployed: true,
    organizationalUnits: Object.keys(targets),
    regions: [...new Set(Object.values(targets).flat())],
    ...stackSet,
  },
  instances,
  targets: new Map(Object.entries(targets).map(([unit, regions]) => [unit, new Set(regions)])),
});

const create = (organizationalUnits: readonly string[], regions: readonly string[]) => ({
  kind: 'CREATE_INSTANCES',
  organizationalUnits,
  regions,
});

const both = { 'ou-a': ['eu-west-1', 'us-east-1'], 'ou-b': ['eu-west-1', 'us-east-1'] };

describe('what a rollout adds', () => {
  const cases: Record<string, readonly [Given, Partial<DesiredRollout>, readonly object[]]> = {
    'nothing, where everything is there': [{ targets: both }, {}, []],
    'a unit that is missing': [
      { targets: { 'ou-a': both['ou-a'] } },
      {},
      [create(['ou-b'], ['eu-west-1', 'us-east-1'])],
    ],
    'only the Regions that a unit lacks, in their order': [
      { targets: { 'ou-a': ['eu-west-1'], 'ou-b': ['us-east-1'] } },
      { regions: ['us-east-1', 'ap-south-1', 'eu-west-1'] },
      [create(['ou-a'], ['us-east-1', 'ap-south-1']), create(['ou-b'], ['ap-south-1', 'eu-west-1'])],
    ],
    'units that lack the same Regions together': [
      { targets: { 'ou-a': ['eu-west-1'], 'ou-b': ['eu-west-1'] } },
      {},
      [create(['ou-a', 'ou-b'], ['us-east-1'])],
    ],
    'what is outdated, once more': [
      { targets: both, instances: [instance('ou-b', 'us-east-1', { status: 'OUTDATED' })] },
      {},
      [create(['ou-b'], ['us-east-1'])],
    ],
    'what is outdated anywhere, where no unit is named': [
      { targets: both, instances: [instance('ou-b', 'us-east-1', { status: 'OUTDATED' })] },
      { organizationalUnits: [], regions: [] },
      [create(['ou-b'], ['us-east-1'])],
    ],
    'no stack in an account that is suspended': [
      {
        targets: both,
        instances: [instance('ou-b', 'us-east-1', { status: 'OUTDATED', detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT' })],
      },
      {},
      [],
    ],
    'no stack that is inoperable: another try does not repair it': [
      { targets: both, instances: [instance('ou-b', 'us-east-1', { status: 'INOPERABLE' })] },
      {},
      [],
    ],
    'all there may be, without automatic deployment: accounts may have joined': [
      { targets: both, isAutoDeployed: false },
      {},
      [create(['ou-a', 'ou-b'], ['eu-west-1', 'us-east-1'])],
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [given, wanted, steps]) => {
    expect(planRollout(standing(given), wish(wanted))).toEqual(steps);
  });
});

describe('what a rollout updates', () => {
  const update = (changes: readonly string[], more: object) => [
    expect.objectContaining({ kind: 'UPDATE_SET', changes, ...more }),
  ];
  const kept = Object.keys(warn).map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));

  test('the template, with all parameters as they are', () => {
    expect(planRollout(standing({ targets: both, template: 'older' }), wish())).toEqual(
      update(['the template'], { hasNewTemplate: true, parameters: kept }),
    );
  });

  test('not a template that differs in the space around it only', () => {
    expect(planRollout(standing({ targets: both, template: `\n${TEMPLATE.trim()}` }), wish())).toEqual([]);
  });

  test('a parameter that the stack set did not have', () => {
    const wanted = wish({ parameters: new Map([['LogRetentionInDays', '90']]) });
    expect(planRollout(standing({ targets: both }), wanted)).toEqual(
      update(['LogRetentionInDays: (default) -> 90'], {
        hasNewTemplate: false,
        parameters: [{ ParameterKey: 'LogRetentionInDays', ParameterValue: '90' }, ...kept],
      }),
    );
  });

  test('no parameter that is as it is wanted', () => {
    expect(planRollout(standing({ targets: both }), wish({ mode: 'warn' }))).toEqual([]);
  });

  test('what is given by name before what the mode says', () => {
    const wanted = wish({ mode: 'fail', parameters: new Map([['TemplateFailureMode', 'WARN']]) });
    expect(planRollout(standing({ targets: both }), wanted)).toEqual(update(['ResourceFailureMode: WARN -> FAIL'], {}));
  });

  test('automatic deployment, where it is said to be another', () => {
    expect(planRollout(standing({ targets: both }), wish({ isAutoDeployed: false }))[0]).toMatchObject({
      changes: ['automatic deployment: on -> off'],
      isAutoDeployed: false,
    });
    expect(planRollout(standing({ targets: both }), wish({ isAutoDeployed: true }))).toEqual([]);
  });

  test('the Regions in the order that is asked for, then the others', () => {
    const given = { targets: { 'ou-a': ['ap-south-1', 'eu-west-1', 'us-east-1'] }, template: 'older' };
    expect(planRollout(standing(given), wish({ organizationalUnits: [], regions: ['us-east-1'] }))[0]).toMatchObject({
      regions: ['us-east-1', 'ap-south-1', 'eu-west-1'],
    });
  });

  test('and leaves the second try of what is outdated to the update', () => {
    const instances = [instance('ou-a', 'eu-west-1', { status: 'OUTDATED' })];
    expect(planRollout(standing({ targets: both, template: 'older', instances }), wish())).toHaveLength(1);
  });
});

describe('a first rollout', () => {
  test('begins by warning', () => {
    expect(planRollout(undefined, wish())).toEqual([
      {
        kind: 'CREATE_SET',
        parameters: Object.entries(warn).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
        isAutoDeployed: true,
      },
      create(['ou-a', 'ou-b'], ['eu-west-1', 'us-east-1']),
    ]);
  });

  test('has to know where', () => {
    expect(() => planRollout(undefined, wish({ organizationalUnits: [], regions: [] }))).toThrow(
      'there is no such stack set yet: name with --ou and --target-region where to roll it out.',
    );
  });
});

describe('a change of mode', () => {
  test('is made in each unit with its own Regions, and keeps what else its stacks have', () => {
    const instances = [
      instance('ou-a', 'eu-west-1', {
        overrides: new Map([
          ['HookStatus', 'DISABLED'],
          ['LogRetentionInDays', '1'],
        ]),
      }),
      instance('ou-b', 'us-east-1', { overrides: new Map([['CreateDashboard', 'false']]) }),
    ];
    const given = standing({
      targets: { 'ou-a': ['eu-west-1'], 'ou-b': ['us-east-1'], 'ou-c': ['eu-west-1'] },
      instances,
    });
    const value = (ParameterKey: string, ParameterValue: string) => ({ ParameterKey, ParameterValue });
    const failing = [
      value('ResourceFailureMode', 'FAIL'),
      value('TemplateFailureMode', 'FAIL'),
      value('HookStatus', 'ENABLED'),
    ];
    const keep = (ParameterKey: string) => ({ ParameterKey, UsePreviousValue: true });
    expect(planModeOfUnits(given, instances, ['ou-a', 'ou-b'], 'fail')).toEqual([
      {
        kind: 'UPDATE_INSTANCES',
        organizationalUnits: ['ou-a'],
        regions: ['eu-west-1'],
        overrides: [...failing, keep('LogRetentionInDays')],
      },
      {
        kind: 'UPDATE_INSTANCES',
        organizationalUnits: ['ou-b'],
        regions: ['us-east-1'],
        overrides: [...failing, keep('CreateDashboard')],
      },
    ]);
  });

  test('everywhere leaves alone the units whose own values are the wanted ones', () => {
    const instances = [
      instance('ou-a', 'eu-west-1', { overrides: new Map([['ResourceFailureMode', 'WARN']]) }),
      instance('ou-b', 'eu-west-1', { overrides: new Map([['ResourceFailureMode', 'FAIL']]) }),
    ];
    const steps = planModeOfAll(standing({ targets: both, instances }), instances, 'warn');
    expect(steps).toEqual([expect.objectContaining({ kind: 'UPDATE_INSTANCES', organizationalUnits: ['ou-b'] })]);
  });
});

test('a removal of everything ends with the stack set', () => {
  expect(planRemovalOfAll(standing({ targets: { 'ou-a': ['eu-west-1'] } }))).toEqual([
    { kind: 'DELETE_INSTANCES', organizationalUnits: ['ou-a'], regions: ['eu-west-1'] },
    { kind: 'DELETE_SET' },
  ]);
});
