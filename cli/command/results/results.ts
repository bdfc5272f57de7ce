import { faultText, type HookApi } from '../../../infra/aws/index.ts';
import { followResults, type Results, readResults } from '../../../infra/results/index.ts';
import { printable } from '../../../rule/index.ts';
import { withAws } from '../../aws/index.ts';
import { type ExitCode, exitCodes, type Terminal, withInterrupt } from '../../terminal/index.ts';
import { readOptions } from './options.ts';
import { hasMore, resultBlock, resultsTable } from './report.ts';

/** Runs the command. @throws {UsageError} */
export async function results(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = readOptions(args, Date.now());
  return withAws(options.values, terminal, async ({ clients, account }) => {
    const asking: HookApi = { client: clients.cloudFormation, account };
    await (options.isFollowed ? follow : list)(asking, options, terminal);
    return exitCodes.done;
  });
}

type Options = ReturnType<typeof readOptions>;

const follow = (asking: HookApi, { query, interval, isJson }: Options, terminal: Terminal): Promise<void> => {
  const note = makeOnce((text) => terminal.err(`${text}\n`));
  const onResults = (read: Results): void => {
    for (const result of read.results)
      terminal.out(isJson ? `${JSON.stringify(result)}\n` : resultBlock(result, terminal.paint));
    for (const text of notesOn(read)) note(text);
  };
  const onFault = (fault: unknown, pause: number): void =>
    terminal.err(`${explain(fault)} Looking again in ${pause / 1000} s.\n`);
  if (terminal.isInteractive) terminal.err('Results appear as they come; Ctrl-C ends it.\n');
  return withInterrupt((signal) => followResults(asking, { query, interval, signal, onResults, onFault }));
};

/** Says each thing once, however often it comes. */
const makeOnce = (say: (text: string) => void) => {
  const said = new Set<string>();
  return (text: string): void => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
};

const PARTIAL = 'There are more results than were looked at: ask for less with --since, --status or --target.';

/** What is missing from the results. */
const notesOn = ({ denied, isPartial }: Results): string[] => [
  ...(denied === undefined ? [] : [`Without details: ${explain(denied)}`]),
  ...(isPartial ? [PARTIAL] : []),
];

const explain = (fault: unknown): string => printable(faultText(fault), 2000);

const list = async (asking: HookApi, { query, isJson }: Options, terminal: Terminal): Promise<void> => {
  const read = await readResults(asking, query);
  const { results } = read;
  const isFull = results.length === query.limit;
  const notes = [
    ...notesOn(read),
    ...(isFull ? [`There may be more: these are the newest ${query.limit}, as --limit says.`] : []),
  ];
  terminal.out(isJson ? `${JSON.stringify({ results, notes }, null, 2)}\n` : listText(read, terminal.paint));
  for (const note of notes) terminal.err(`${note}\n`);
};

const listText = ({ results }: Results, paint: Terminal['paint']): string => {
  if (results.length === 0) return 'No results.\n';
  const details = results.filter(hasMore).map((result) => `\n${resultBlock(result, paint)}`);
  return `${resultsTable(results, paint)}${details.join('')}`;
};
