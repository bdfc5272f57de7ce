import { explainAwsFault } from '../../infra/aws/aws-fault.ts';
import { type HookKey, hookKeys } from '../../infra/aws/hook.ts';
import type { Mode, ModeChange, ModeProblem, Standing } from '../../infra/mode.ts';
import { printable } from '../../rule/text.ts';
import { layTable, type Row } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** What became of a change of mode. */
export interface ModeReport {
  readonly mode: Mode;
  readonly keys: readonly HookKey[];
  readonly plan: readonly (ModeChange | ModeProblem)[];
  readonly done: readonly ModeChange[];
  readonly problems: readonly ModeProblem[];
}

const standingText = ({ status, failureMode }: Standing): string =>
  status === 'DISABLED' ? `OFF (${failureMode})` : failureMode;

const explain = (fault: unknown): string =>
  typeof fault === 'string' ? fault : (explainAwsFault(fault) ?? String(fault));

const rowOf = (plan: ModeChange | ModeProblem): Row => {
  if ('fault' in plan) return { cells: [plan.hook, '?', '?'], paint: 'red' };
  const after = plan.isChange ? standingText(plan.after) : 'no change';
  return { cells: [plan.hook, standingText(plan.before), after] };
};

/** How the hooks stand, and how they are to stand. */
export const planText = (plan: ModeReport['plan'], paint: Terminal['paint']): string =>
  layTable(['HOOK', 'BEFORE', 'AFTER'], plan.map(rowOf), paint);

const MAX_PROBLEM = 2000;

/** What was done, and what hindered it. */
export const resultText = ({ done, problems }: ModeReport, paint: Terminal['paint']): string => {
  const changed = done.map(({ hook, after }) => `${hook} is ${paint('bold', printable(standingText(after)))} now.\n`);
  const hindered = problems.map(({ hook, fault }) => {
    const reason = printable(explain(fault), MAX_PROBLEM);
    return `${paint('red', `${hook} is as it was`)}: ${reason}\n`;
  });
  const isIdle = done.length + problems.length === 0;
  return isIdle ? 'Nothing was changed.\n' : [...changed, ...hindered].join('');
};

const outcomeOf = ({ done, problems }: ModeReport, { key }: ModeChange | ModeProblem): string => {
  if (problems.some((problem) => problem.key === key)) return 'FAILED';
  return done.some((one) => one.key === key) ? 'CHANGED' : 'UNCHANGED';
};

/** The same for programs. */
export const jsonText = (report: ModeReport): string => {
  const hooks = report.plan.map((plan) => {
    const problem = report.problems.find(({ key }) => key === plan.key);
    return {
      hook: plan.hook,
      outcome: outcomeOf(report, plan),
      ...('fault' in plan ? {} : { before: plan.before, after: plan.after }),
      ...(problem && { problem: explain(problem.fault) }),
    };
  });
  return `${JSON.stringify({ mode: report.mode, hooks }, null, 2)}\n`;
};

const parameters = { resource: 'ResourceFailureMode', template: 'TemplateFailureMode' } as const;

const advice = ({ mode, keys }: ModeReport): string => {
  const isAll = keys.length === hookKeys.length;
  if (mode !== 'off' && isAll) return `To make it last: egress-guard deploy --${mode}`;
  if (mode === 'off' && !isAll) return 'It cannot be made to last: the parameter HookStatus is for both hooks.';
  const values =
    mode === 'off' ? ['HookStatus=DISABLED'] : keys.map((key) => `${parameters[key]}=${mode.toUpperCase()}`);
  return `To make it last: egress-guard deploy ${values.map((value) => `--parameter ${value}`).join(' ')}`;
};

/** What a change of mode does not change. */
export const lasting = (report: ModeReport): string => `
The stack's parameters still say what they said: egress-guard status tells the difference, and an update of the stack that
changes something of a hook sets that hook back. ${advice(report)}
`;
