import type { StackEvent } from '../../infra/aws/index.ts';
import type { Operator, StackNews, StackSession } from '../../infra/operation/index.ts';
import { printable } from '../../rule/index.ts';
import { type Terminal, withInterrupt } from '../terminal/index.ts';
import { type AwsValues, withAws } from './aws-session.ts';
import { changesText } from './changes-text.ts';
import { confirm } from './confirm.ts';

/** How a command speaks to the person, or the program, that runs it. */
interface Manners {
  /** Whether everything was agreed to in advance. */
  readonly isYes: boolean;
  /** Standard output is for a program: what happens is told on standard error. */
  readonly isJson: boolean;
}

/**
 * Runs what works on a stack: asks and tells at the terminal, and hands on Ctrl-C.
 * @throws {UsageError} where AWS refuses, or nobody can be asked
 */
export function withStackSession<T>(
  values: AwsValues,
  manners: Manners,
  terminal: Terminal,
  use: (session: StackSession) => Promise<T>,
): Promise<T> {
  return withAws(values, terminal, ({ clients, account }) =>
    withInterrupt((signal) => {
      const operator: Operator<StackNews> = {
        ask: (question) => confirm(terminal, question, manners.isYes),
        tell: tellOf(terminal, manners),
        signal,
      };
      return use({ ...operator, clients, account, profile: values.profile });
    }),
  );
}

const tellOf =
  (terminal: Terminal, { isJson }: Manners) =>
  (news: StackNews): void => {
    const say = isJson || news.kind === 'WARNING' ? terminal.err : terminal.out;
    say(newsText(news, terminal.paint));
  };

const newsText = (news: StackNews, paint: Terminal['paint']): string => {
  if (news.kind === 'EVENT') return eventText(news.event, paint);
  return news.kind === 'CHANGES' ? changesText(news.changes, paint) : `${news.text}\n`;
};

const MAX_REASON = 2000;

/** The longest usual status. */
const WIDTH = 'CREATE_IN_PROGRESS'.length;

const eventText = (event: StackEvent, paint: Terminal['paint']): string => {
  const status = event.hook === undefined ? event.status : `${event.hook.type} ${event.hook.status}`;
  const time = event.time.toISOString().slice(11, 19);
  const what = `${printable(event.logicalId)} (${printable(event.type)})`;
  const reason = event.hook?.reason || event.reason;
  const why = reason === undefined || reason === '' ? '' : `  ${printable(reason, MAX_REASON)}`;
  return `${time}  ${paint(colourOf(status), printable(status).padEnd(WIDTH))}  ${what}${why}\n`;
};

const colourOf = (status: string): 'red' | 'green' | 'reset' => {
  if (/FAILED|ROLLBACK/.test(status)) return 'red';
  return status.endsWith('_COMPLETE') ? 'green' : 'reset';
};
