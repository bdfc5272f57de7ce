import { faultText } from '../../../infra/aws/index.ts';
import { failureModes, type HookKey, hookKeys, type Mode, STATUS_PARAMETER } from '../../../infra/hook/index.ts';
import type { HookMode, ModeChange, ModeProblem } from '../../../infra/mode/index.ts';
import { printable } from '../../../rule/index.ts';
import { layTable, type Row, type Terminal } from '../../terminal/index.ts';

/** What became of a change of mode. */
export interface ModeReport {
  readonly mode: Mode;
  readonly keys: readonly HookKey[];
  readonly plan: readonly (ModeChange | ModeProblem)[];
  readonly done: readonly ModeChange[];
  readonly problems: readonly ModeProblem[];
}

/** How the hooks stand, and how they are to stand. */
export function planText(plan: ModeReport['plan'], paint: Terminal['paint']): string {
  return layTable(['HOOK', 'BEFORE', 'AFTER'], plan.map(rowOf), paint);
}

/** What was done, and what hindered it. */
export function resultText({ done, problems }: ModeReport, paint: Terminal['paint']): string {
  const changed = done.map(({ hook, after }) => `${hook} is ${isText(after, paint)}.\n`);
  const hindered = problems.map(({ hook, fault }) => {
    const reason = printable(faultText(fault), MAX_PROBLEM);
    return `${paint('red', `${hook} is as it was`)}: ${reason}\n`;
  });
  const isIdle = done.length + problems.length === 0;
  return isIdle ? 'Nothing was changed.\n' : [...changed, ...hindered].join('');
}

/** The same for programs. */
export function jsonText(report: ModeReport): string {
  const hooks = report.plan.map((plan) => {
    const problem = report.problems.find(({ key }) => key === plan.key);
    return {
      hook: plan.hook,
      outcome: outcomeOf(report, plan),
      ...('fault' in plan ? {} : { before: plan.before, after: plan.after }),
      ...(problem && { problem: faultText(problem.fault) }),
    };
  });
  return `${JSON.stringify({ mode: report.mode, hooks }, null, 2)}\n`;
}

/** What a change of mode does not change. */
export function lasting(report: ModeReport): string {
  return `
The stack keeps its setting; the next deploy that changes a hook undoes this. egress-guard status tells the difference.
${advice(report)}
`;
}

const rowOf = (plan: ModeChange | ModeProblem): Row => {
  if ('fault' in plan) return { cells: [plan.hook, '?', '?'], paint: 'red' };
  const after = plan.isChange ? standingText(plan.after) : 'no change';
  return { cells: [plan.hook, standingText(plan.before), after] };
};

/** Of a hook that is off, what it does again one day. */
const standingText = ({ status, failureMode }: HookMode): string =>
  status === 'DISABLED' ? `off (${failureMode} when on)` : failureMode;

const MAX_PROBLEM = 2000;

const deeds: Readonly<Record<string, string>> = { FAIL: 'it blocks', WARN: 'it warns' };

const isText = (after: HookMode, paint: Terminal['paint']): string => {
  if (after.status !== 'DISABLED') return `${paint('bold', printable(after.failureMode))} now`;
  const deed = deeds[after.failureMode] ?? `it is set to ${printable(after.failureMode)}`;
  return `${paint('bold', 'off')} (when switched on again, ${deed})`;
};

const outcomeOf = ({ done, problems }: ModeReport, { key }: ModeChange | ModeProblem): string => {
  if (problems.some((problem) => problem.key === key)) return 'FAILED';
  return done.some((one) => one.key === key) ? 'CHANGED' : 'UNCHANGED';
};

const advice = (report: ModeReport): string =>
  report.mode === 'off' && report.keys.length < hookKeys.length
    ? 'It cannot be made to last: the parameter HookStatus is for both hooks.'
    : `To make it last: egress-guard deploy ${optionsFor(report).join(' ')}`;

/** The options of deploy that come to the same; a hook that was off may be so by the stack, too. */
const optionsFor = ({ mode, keys, plan }: ModeReport): readonly string[] => {
  if (mode === 'off') return [parameterOption(STATUS_PARAMETER, 'DISABLED')];
  const switching = plan.some(wasOff) ? [parameterOption(STATUS_PARAMETER, 'ENABLED')] : [];
  if (keys.length === hookKeys.length) return [`--${mode}`, ...switching];
  return [...failureModes(mode, keys).map((pair) => parameterOption(...pair)), ...switching];
};

const parameterOption = (name: string, value: string): string => `--parameters ${name}=${value}`;

const wasOff = (plan: ModeChange | ModeProblem): boolean => 'before' in plan && plan.before.status === 'DISABLED';
