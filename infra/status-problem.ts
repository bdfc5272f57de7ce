import type { Drift } from './aws/hook-settings.ts';
import type { HookStatus, Status } from './status.ts';

/** Stacks in these are as they were meant to be; of an operation under way nobody knows yet. */
const SOUND = /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$|_IN_PROGRESS$/;

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

const orNothing = (text: string): string => (text === '' ? 'nothing' : text);

const driftText = ({ setting, declared, registered }: Drift): string =>
  `the stack says ${names[setting] ?? setting} ${orNothing(declared)}, registered is ${orNothing(registered)}`;

const ofStack = ({ stackName, stack }: Status): string[] => {
  if (stack === undefined)
    return [`there is no stack ${stackName} here. Deploy it, or name another with --stack-name.`];
  if (SOUND.test(stack.status)) return [];
  return [`the stack is ${stack.status}${stack.statusReason === undefined ? '' : `: ${stack.statusReason}`}`];
};

const ofHook = ({ hook, state, problem, settings, isDeclared, drift }: HookStatus): string[] => {
  if (state === 'NOT_REGISTERED') return [`${hook} is not registered: nobody asks it.`];
  if (problem !== undefined) return [`${hook}: ${problem}`];
  const isOff = settings?.status === 'DISABLED' && drift.every(({ setting }) => setting !== 'status');
  return [
    ...(isOff ? [`${hook} is DISABLED: nobody asks it.`] : []),
    ...(isDeclared === false ? [`${hook} is registered, and not by this stack.`] : []),
    ...drift.map((one) => `${hook}: ${driftText(one)}`),
  ];
};

/** All that is not as it should be. */
export const problemsOf = (status: Status): readonly string[] => [...ofStack(status), ...status.hooks.flatMap(ofHook)];
