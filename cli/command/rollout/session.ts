import { explainStackSetFault } from '../../../infra/aws/index.ts';
import { DEFAULT_STACK } from '../../../infra/hook/index.ts';
import type { RolloutNews, RolloutSession } from '../../../infra/rollout/index.ts';
import { printable } from '../../../rule/index.ts';
import { confirm, withAws } from '../../aws/index.ts';
import { makeStatusLine, type Terminal, withInterrupt } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { countText } from './count-text.ts';
import type { RolloutArguments, RolloutValues } from './options.ts';
import { layPlan } from './plan.ts';

/** A command of ours with the options that lead to the same stack set. */
export function commandFor(values: RolloutValues, region: string, action: string): string {
  return [
    `egress-guard rollout ${action}`,
    ...(values.profile === undefined ? [] : [`--profile ${values.profile}`]),
    `--region ${region}`,
    ...(values['stack-set-name'] === DEFAULT_STACK ? [] : [`--stack-set-name ${values['stack-set-name']}`]),
    ...(values['delegated-admin'] ? ['--delegated-admin'] : []),
  ].join(' ');
}

/** What a person has to know before agreeing to a plan. */
export type NotesOn = (plan: Extract<RolloutNews, { kind: 'PLAN' }>, session: RolloutSession) => readonly string[];

/**
 * Runs what works on a stack set: asks and tells at the terminal, and hands on Ctrl-C. What StackSets refuse is told in one
 * line.
 * @throws {UsageError}
 */
export function withStackSet<T>(
  given: RolloutArguments,
  terminal: Terminal,
  use: (session: RolloutSession) => Promise<T>,
  notesOn: NotesOn = () => [],
): Promise<T> {
  return withAws(given.values, terminal, ({ clients, account }) =>
    withInterrupt(async (signal) => {
      const address = { client: clients.cloudFormation, id: idOf(given.values) };
      const line = makeStatusLine(terminal);
      const session: RolloutSession = {
        clients,
        account,
        address,
        signal,
        isWatched: terminal.isInteractive,
        ask: (question) => confirm(terminal, question, given.values.yes),
        tell: (news) => {
          const progress = progressText(news);
          if (progress !== '') return line.show(progress);
          line.end();
          if (news.kind === 'PLAN') return tellPlan(news, notesOn(news, session), given, terminal);
          return terminal.err(newsText(news));
        },
      };
      try {
        return await use(session);
      } catch (error) {
        const explanation = explainStackSetFault(error, account.id);
        throw explanation === undefined ? error : new UsageError(explanation);
      } finally {
        line.end();
      }
    }),
  );
}

const idOf = (values: RolloutValues) => ({
  StackSetName: values['stack-set-name'],
  CallAs: values['delegated-admin'] ? ('DELEGATED_ADMIN' as const) : ('SELF' as const),
});

/** How far something is, which stands on a line until there is something else to tell; empty: it is no such news. */
const progressText = (news: RolloutNews): string => {
  if (news.kind === 'READ') return news.read === news.all ? '' : `${news.read} of ${news.all} stacks read`;
  if (news.kind !== 'PROGRESS') return '';
  const { action, status } = news.operation;
  const counts = countText(news.results.map((result) => result.status));
  return printable(`${action} ${status.toLowerCase()}${counts === '' ? '' : `: ${counts}`}`, 200);
};

const tellPlan = (
  { steps, pace }: Extract<RolloutNews, { kind: 'PLAN' }>,
  notes: readonly string[],
  { format }: RolloutArguments,
  terminal: Terminal,
): void => {
  // Standard output of a machine is for the outcome.
  const show = format === 'json' ? terminal.err : terminal.out;
  if (steps.length > 0) show(`${layPlan(steps, pace, terminal.paint)}${notes.map((note) => `${note}\n`).join('')}\n`);
  else if (format === 'text') terminal.out('Nothing to do: the stack set is as it is wanted.\n');
};

const newsText = (news: RolloutNews): string => {
  if (news.kind === 'STARTED') return `Operation ${printable(news.operationId)} (${news.step.kind}) has started.\n`;
  if (news.kind === 'PARTED')
    return 'That is more stacks than StackSets have under way at a time: one half of it follows the other.\n';
  return 'text' in news ? `${news.text}\n` : '';
};
