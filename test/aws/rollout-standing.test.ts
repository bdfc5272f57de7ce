import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment, runCommand } from './support/command.ts';
import { startMoto } from './support/moto.ts';
import {
  answerInstances,
  answerOperation,
  answerOperations,
  answerResults,
  answerStackSet,
  type Place,
} from './support/stack-set-answers.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

// moto changes no stacks by organizational units, and tells nothing of units, drift and overrides: the stack set is answered
// here, in the shapes of the SDK's model; only the caller is moto's.

const WEB = 'ou-ab12-aaaaaaaa';
const DATA = 'ou-ab12-bbbbbbbb';
const units = { [WEB]: ['eu-west-1', 'us-west-2'], [DATA]: ['eu-west-1'] };
const parameters = { ResourceFailureMode: 'WARN', TemplateFailureMode: 'WARN', HookStatus: 'ENABLED' };
const fail = { ResourceFailureMode: 'FAIL', TemplateFailureMode: 'FAIL', HookStatus: 'ENABLED' };

const places: readonly Place[] = [
  { account: '111111111111', region: 'eu-west-1', unit: WEB, status: 'CURRENT', drift: 'IN_SYNC', overrides: fail },
  { account: '111111111111', region: 'us-west-2', unit: WEB, status: 'CURRENT' },
  {
    account: '222222222222',
    region: 'eu-west-1',
    unit: DATA,
    status: 'OUTDATED',
    detailed: 'FAILED',
    reason: 'Account 222222222222 has\u001b[31m no such Region',
    overrides: { LogRetentionInDays: '90' },
  },
];

let standIn: StandIn;

const rollout = (...args: readonly string[]) =>
  runCommand(['rollout', ...args, '--endpoint-url', standIn.origin], environment);

const changes = (): Record<string, string>[] =>
  standIn.calls
    .filter(({ action }) => /^(Create|Update|Delete)/.test(action))
    .map(({ action, parameters: sent }) => ({ ...Object.fromEntries(sent), action }));

/** Parameters as they are sent: a value, or that the previous one stays. */
const sentParameters = (list: string, values: Readonly<Record<string, string | true>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value], index) => [
      [`${list}.member.${index + 1}.ParameterKey`, name],
      value === true
        ? [`${list}.member.${index + 1}.UsePreviousValue`, 'true']
        : [`${list}.member.${index + 1}.ParameterValue`, value],
    ]),
  );

beforeAll(async () => {
  standIn = await startStandIn(await startMoto());
});

beforeEach(() => {
  standIn.reset();
  answerStackSet(standIn, { units, parameters });
  answerInstances(standIn, places);
  answerResults(
    standIn,
    places.map((place) => ({ ...place, status: 'SUCCEEDED' })),
  );
  answerOperation(standIn, 'SUCCEEDED');
  for (const action of ['UpdateStackSet', 'UpdateStackInstances', 'DeleteStackInstances'])
    standIn.answer(action, () => '<OperationId>7e1a</OperationId>');
  standIn.answer('DeleteStackSet', () => '');
  answerOperations(standIn, [
    { id: '1', action: 'CREATE', status: 'SUCCEEDED', created: '2026-01-01T00:00:00Z' },
    { id: '2', action: 'UPDATE', status: 'RUNNING', created: '2026-01-02T00:00:00Z' },
  ]);
});

describe('rollout status', () => {
  test('shows accounts and Regions, what their hooks do and why, and what is under way', async () => {
    const run = await rollout('status');
    expect(run).toEqual({
      code: 0,
      err: 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n',
      out: `Stack set egress-guard
  parameters            ResourceFailureMode=WARN, TemplateFailureMode=WARN, HookStatus=ENABLED
  automatic deployment  on: accounts that join get the mode warn
  rolled out to         ou-ab12-aaaaaaaa in eu-west-1, us-west-2
  rolled out to         ou-ab12-bbbbbbbb in eu-west-1
  management account    999999999999, which StackSets skip: egress-guard status there
  operation             UPDATE 2 is RUNNING, begun 2026-01-02T00:00:00.000Z

ACCOUNT       REGION     UNIT              STATUS    LAST OPERATION  DRIFT        MODE    REASON
111111111111  eu-west-1  ou-ab12-aaaaaaaa  CURRENT   SUCCEEDED       IN_SYNC      fail *
111111111111  us-west-2  ou-ab12-aaaaaaaa  CURRENT   SUCCEEDED       NOT_CHECKED  warn
222222222222  eu-west-1  ou-ab12-bbbbbbbb  OUTDATED  FAILED          NOT_CHECKED  warn *  Account 222222222222 has\\u001b[31m no such Region

3 stacks in 2 accounts: 2 current, 1 outdated; mode: 2 warn, 1 fail; *: values of its own.
`,
    });
  });

  test('tells programs the same, without the template', async () => {
    const run = await rollout('status', '--format', 'json');
    const document = JSON.parse(run.out);
    expect(document).toMatchObject({
      region: 'us-east-1',
      managementAccount: '999999999999',
      stackSet: { name: 'egress-guard', parameters, isAutoDeployed: true, mode: 'warn' },
      targets: [
        { organizationalUnit: WEB, regions: ['eu-west-1', 'us-west-2'] },
        { organizationalUnit: DATA, regions: ['eu-west-1'] },
      ],
      operations: [{ id: '2', action: 'UPDATE', status: 'RUNNING', started: '2026-01-02T00:00:00.000Z' }],
    });
    expect(document.stackSet).not.toHaveProperty('template');
    expect(document.instances).toHaveLength(places.length);
    expect(document.instances[0]).toEqual({
      account: '111111111111',
      region: 'eu-west-1',
      organizationalUnit: WEB,
      status: 'CURRENT',
      detailedStatus: 'SUCCEEDED',
      drift: 'IN_SYNC',
      overrides: fail,
      mode: 'fail',
    });
  });

  test('shows the last operation where none is under way, and no table where there are no stacks', async () => {
    answerInstances(standIn, []);
    answerOperations(standIn, [
      { id: '1', action: 'CREATE', status: 'SUCCEEDED', created: '2026-01-01T00:00:00Z' },
      { id: '2', action: 'UPDATE', status: 'FAILED', created: '2026-01-02T00:00:00Z', reason: 'too many failed' },
    ]);
    const { out } = await rollout('status');
    expect(out).toMatch(
      /operation {13}UPDATE 2 ended as FAILED, begun 2026-01-02T00:00:00\.000Z: too many failed\n\nNo stacks yet\.\n$/,
    );
  });
});

describe('rollout mode', () => {
  test('gives a unit a mode of its own, and says what becomes of the others and of those to come', async () => {
    const run = await rollout('mode', 'fail', '--ou', WEB, '--max-concurrent', '25%', '--yes');
    expect(run.code).toBe(0);
    expect(run.out).toContain(`
Region after Region, 25% of the accounts at a time in each; a Region ends with the first failure.
Stacks of other units keep their mode: ou-ab12-bbbbbbbb.
Accounts that join these units later get the mode of the stack set: warn. --all sets that.
`);
    expect(run.out).toContain(
      'The management account 999999999999 has a stack of its own: egress-guard mode fail there.',
    );
    expect(changes()).toEqual([
      expect.objectContaining({
        action: 'UpdateStackInstances',
        'DeploymentTargets.OrganizationalUnitIds.member.1': WEB,
        'Regions.member.1': 'eu-west-1',
        'Regions.member.2': 'us-west-2',
        'OperationPreferences.MaxConcurrentPercentage': '25',
        ...sentParameters('ParameterOverrides', fail),
      }),
    ]);
  });

  test('keeps what else the stacks of a unit have of their own', async () => {
    await rollout('mode', 'off', '--ou', DATA, '--yes');
    expect(changes()).toEqual([
      expect.objectContaining(
        sentParameters('ParameterOverrides', { HookStatus: 'DISABLED', LogRetentionInDays: true }),
      ),
    ]);
  });

  test('works on each unit in its own Regions', async () => {
    await rollout('mode', 'warn', '--ou', `${WEB},${DATA}`, '--yes');
    expect(changes().map((change) => [change.action, change['Regions.member.1'], change['Regions.member.2']])).toEqual([
      ['UpdateStackInstances', 'eu-west-1', 'us-west-2'],
      ['UpdateStackInstances', 'eu-west-1', undefined],
    ]);
  });

  test('--all changes the stack set, and then the units that go their own way', async () => {
    const run = await rollout('mode', 'off', '--all', '--yes');
    expect(run.code).toBe(0);
    const [update, instances, ...others] = changes();
    expect(others).toEqual([]);
    expect(update).toMatchObject({
      action: 'UpdateStackSet',
      UsePreviousTemplate: 'true',
      ...sentParameters('Parameters', { HookStatus: 'DISABLED', ResourceFailureMode: true, TemplateFailureMode: true }),
    });
    expect(update).not.toHaveProperty('AutoDeployment.Enabled');
    expect(instances).toMatchObject({
      action: 'UpdateStackInstances',
      'DeploymentTargets.OrganizationalUnitIds.member.1': WEB,
      ...sentParameters('ParameterOverrides', {
        HookStatus: 'DISABLED',
        ResourceFailureMode: true,
        TemplateFailureMode: true,
      }),
    });
  });

  test('--all tries again what is outdated, where the stack set is as wanted', async () => {
    await rollout('mode', 'warn', '--all', '--yes');
    expect(changes()[0]).toMatchObject({
      action: 'UpdateStackSet',
      ...sentParameters('Parameters', { ResourceFailureMode: true, TemplateFailureMode: true, HookStatus: true }),
    });
  });

  test('--all with nothing to change is no error', async () => {
    answerInstances(standIn, [{ account: '1', region: 'eu-west-1', unit: WEB, status: 'CURRENT' }]);
    const run = await rollout('mode', 'warn', '--all');
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^Nothing to do: the stack set is as it is wanted\.\n/);
    expect(changes()).toEqual([]);
  });

  test('refuses a unit that was not rolled out to', async () => {
    const run = await rollout('mode', 'fail', '--ou', 'ou-ab12-cccccccc', '--yes');
    expect(run.code).toBe(2);
    expect(run.err).toContain(
      'the stack set egress-guard was not rolled out to ou-ab12-cccccccc, but to ou-ab12-aaaaaaaa, ou-ab12-bbbbbbbb.',
    );
    expect(changes()).toEqual([]);
  });
});

describe('rollout remove', () => {
  test('deletes the stacks of a unit', async () => {
    const run = await rollout('remove', '--ou', DATA, '--yes');
    expect(run.code).toBe(0);
    expect(run.out).toContain('Security groups are checked no more there. The log groups stay, with what they hold.\n');
    expect(changes()).toEqual([
      expect.objectContaining({
        action: 'DeleteStackInstances',
        'DeploymentTargets.OrganizationalUnitIds.member.1': DATA,
        'Regions.member.1': 'eu-west-1',
        RetainStacks: 'false',
      }),
    ]);
  });

  test('--all deletes all stacks, and then the stack set', async () => {
    const run = await rollout('remove', '--all', '--yes');
    expect(run.code).toBe(0);
    expect(run.out).toContain('The management account 999999999999 keeps its stack, if it has one');
    expect(changes().map(({ action }) => action)).toEqual([
      'DeleteStackInstances',
      'DeleteStackInstances',
      'DeleteStackSet',
    ]);
  });

  test('--all keeps the stack set where a stack was not deleted', async () => {
    answerOperation(standIn, 'FAILED');
    answerResults(standIn, [
      { account: '111111111111', region: 'eu-west-1', unit: WEB, status: 'FAILED', reason: 'no' },
    ]);
    const run = await rollout('remove', '--all', '--yes');
    expect(run.code).toBe(2);
    expect(changes().map(({ action }) => action)).toEqual(['DeleteStackInstances']);
    expect(run.out).toContain('2 of 3 steps were not begun.\n');
  });
});

test('the last of the stacks is read, with as many pages as there are', async () => {
  const many = Array.from({ length: 23 }, (_, index) => ({
    account: String(index).padStart(12, '1'),
    region: 'eu-west-1',
    unit: WEB,
    status: 'CURRENT',
    overrides: { HookStatus: index % 2 === 0 ? 'DISABLED' : 'ENABLED' },
  }));
  answerInstances(standIn, many);
  const { instances } = JSON.parse((await rollout('status', '--format', 'json')).out);
  expect(instances.map((instance: { account: string; mode: string }) => [instance.account, instance.mode])).toEqual(
    many
      .map(({ account, overrides }) => [account, overrides.HookStatus === 'DISABLED' ? 'off' : 'warn'])
      .sort(([a = ''], [b = '']) => a.localeCompare(b)),
  );
});
