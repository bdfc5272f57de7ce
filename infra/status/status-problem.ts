import type { Drift } from '../aws/index.ts';
import type { HookStatus, Status } from './status.ts';

/** What of a hook is registered otherwise than its stack says. */
export function differencesOf({ hook, state, problem, isDeclared, drift }: HookStatus): readonly string[] {
  if (state === 'NOT_REGISTERED') return [`${hook} is not registered: nobody asks it.`];
  if (problem !== undefined) return [`${hook}: ${problem}`];
  return [
    ...(isDeclared === false ? [`${hook} is registered, and not by this stack.`] : []),
    ...drift.map((one) => `${hook}: ${driftText(one)}`),
  ];
}

/** Whether a hook is off, and the stack says so. */
export function isOffAsSaid({ settings, drift }: HookStatus): boolean {
  return settings?.status === 'DISABLED' && drift.every(({ setting }) => setting !== 'status');
}

/** What is as the stack says, or of the stack itself, and protects nobody. */
export function faultsOf(status: Status): readonly string[] {
  return [...ofStack(status), ...status.hooks.flatMap(offText)];
}

/** All that is not as it should be. */
export function problemsOf(status: Status): readonly string[] {
  return [...faultsOf(status), ...status.hooks.flatMap(differencesOf), ...status.changes];
}

/** What the settings are called where they are set. */
const names: Readonly<Record<string, string>> = {
  status: 'HookStatus',
  failureMode: 'FailureMode',
  lambdaFunction: 'LambdaFunction',
  targetOperations: 'TargetOperations',
  actions: 'Actions',
  targetNames: 'TargetNames',
  targets: 'Targets',
  filteringCriteria: 'FilteringCriteria',
  excludedStackNames: 'excluded StackNames',
  excludedStackRoles: 'excluded StackRoles',
  includedStackNames: 'included StackNames',
  includedStackRoles: 'included StackRoles',
};

const driftText = ({ setting, declared, registered }: Drift): string =>
  `the stack says ${names[setting] ?? setting} ${orNothing(declared)}, registered is ${orNothing(registered)}`;

const orNothing = (text: string): string => (text === '' ? 'nothing' : text);

/** Stacks in these are as they were meant to be; of an operation under way nobody knows yet. */
const SOUND = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$|_IN_PROGRESS$/;

const ofStack = ({ stackName, stack }: Status): string[] => {
  if (stack === undefined)
    return [`there is no stack ${stackName} here. Deploy it, or name another with --stack-name.`];
  if (SOUND.test(stack.status)) return [];
  return [`the stack is ${stack.status}${stack.statusReason === undefined ? '' : `: ${stack.statusReason}`}`];
};

const offText = (status: HookStatus): readonly string[] =>
  isOffAsSaid(status) ? [`${status.hook} is DISABLED: nobody asks it.`] : [];
