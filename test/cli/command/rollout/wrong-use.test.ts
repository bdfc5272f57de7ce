import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

const UNIT = ['--ou', 'ou-ab12-34567890'];
const REGION = ['--target-region', 'eu-west-1'];

const cases: Record<string, readonly [args: readonly string[], told: string]> = {
  'an unknown action': [
    ['statu'],
    'unknown action "statu": did you mean status? rollout takes status, mode or remove; without one, it rolls out.',
  ],
  'an action that is a key of every object': [
    ['constructor'],
    'unknown action "constructor". rollout takes status, mode or remove; without one, it rolls out.',
  ],
  'a unit without Regions': [
    UNIT,
    '--ou and --target-region go together: each unit is rolled out in each of these Regions.',
  ],
  'Regions without a unit': [
    REGION,
    '--ou and --target-region go together: each unit is rolled out in each of these Regions.',
  ],
  'a unit that is none': [
    ['--ou', 'ou-ab12-34567890,123456789012', ...REGION],
    '--ou takes an id such as ou-ab12-34567890 or r-ab12, not "123456789012".',
  ],
  'no unit at all': [['--ou', '', ...REGION], '--ou takes an id such as ou-ab12-34567890 or r-ab12, not "".'],
  'a Region that is none': [
    [...UNIT, '--target-region', 'ireland'],
    '--target-region takes a Region such as eu-west-1, not "ireland".',
  ],
  'both modes': [[...UNIT, ...REGION, '--warn', '--fail'], '--warn and --fail contradict each other: give one.'],
  'both deployments': [
    [...UNIT, ...REGION, '--auto-deployment', '--no-auto-deployment'],
    '--auto-deployment and --no-auto-deployment contradict each other: give one.',
  ],
  'a parameter without a value': [
    ['--parameter', 'HookStatus'],
    '--parameters HookStatus: it does not exist. Give Name=Value, or the name of a JSON file.',
  ],
  'a parameter twice': [
    ['--parameter', 'HookStatus=ENABLED', '--parameter', 'HookStatus=DISABLED'],
    'the parameter HookStatus is given twice.',
  ],
  'a parameter that the template has not': [
    ['--parameter', 'constructor=1'],
    'the template has no parameter constructor. It has ResourceFailureMode,',
  ],
  'a value that the template refuses': [
    ['--parameter', 'HookStatus=ON'],
    'the parameter HookStatus cannot be "ON": it takes ENABLED, DISABLED.',
  ],
  'a tolerance that is none': [
    [...UNIT, ...REGION, '--failure-tolerance', '-1'],
    "Option '--failure-tolerance' argument is ambiguous",
  ],
  'a tolerance beyond all': [
    [...UNIT, ...REGION, '--failure-tolerance', '101%'],
    '--failure-tolerance takes a number of accounts from 0, or a percentage such as 25%, not "101%".',
  ],
  'no account at a time': [
    [...UNIT, ...REGION, '--max-concurrent', '0%'],
    '--max-concurrent takes a number of accounts from 1, or a percentage such as 25%, not "0%".',
  ],
  'a number that is no whole one': [
    [...UNIT, ...REGION, '--max-concurrent', '1e3'],
    '--max-concurrent takes a number of accounts from 1, or a percentage such as 25%, not "1e3".',
  ],
  'a name of a stack set that AWS has not': [
    ['status', '--stack-set-name', '1 set'],
    '--stack-set-name takes letters, digits and hyphens, not "1 set".',
  ],
  'a format that is none': [['status', '--format', 'yaml'], '--format takes text or json, not "yaml".'],
  'a mode that is none': [
    ['mode', 'on', ...UNIT],
    'rollout mode takes one of fail, warn, off: egress-guard rollout mode fail --ou ou-ab12-34567890',
  ],
  'a mode of nothing': [['mode', 'fail'], 'rollout mode fail takes either --ou, as often as needed, or --all.'],
  'a mode of all and of a unit': [
    ['mode', 'fail', '--all', ...UNIT],
    'rollout mode fail takes either --ou, as often as needed, or --all.',
  ],
  'a removal of nothing': [['remove'], 'rollout remove takes either --ou, as often as needed, or --all.'],
  'more than status takes': [['status', 'now'], 'rollout status takes no "now".'],
  'an option of another action': [['status', '--all'], '--all does not go with rollout status.'],
  'an option of another action in the singular': [
    ['status', '--parameter', 'HookStatus=ENABLED'],
    '--parameters does not go with rollout status.',
  ],
  'an option of another action, joined to its value': [
    ['mode', 'fail', '--all', '--target-region=eu-west-1'],
    '--target-region does not go with rollout mode.',
  ],
};

describe('rollout refuses, before it asks AWS,', () => {
  test.each(Object.entries(cases))('%s', async (_name, [args, told]) => {
    const { code, out, err } = await run(['rollout', ...args]);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(`egress-guard: ${told}`) });
  });
});
