import { resolverIn, suggestEntries } from '../../../flow/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { type Answer, notesOn } from './answer.ts';
import { asCdk, asJson, asYaml } from './forms.ts';
import type { Found } from './found.ts';
import { findInFiles } from './from-files.ts';
import { answerJson } from './json.ts';
import { type formatNames, readOptions, type SuggestOptions } from './options.ts';
import { nothingText, suggestionText } from './report.ts';
import { surroundingsFrom } from './surroundings.ts';
import { openChange } from './template/index.ts';

/** Runs the command. @throws {UsageError} */
export async function suggest(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const now = Date.now();
  const options = readOptions(args, now);
  const template = options.template && (await openChange(options.template, terminal));
  const found = await find(options, now / 1000, terminal);
  const told = answerTo(options, found, now / 1000);
  const diff = template?.diffWith(told.suggestion.entries);
  const answer = { ...told, change: template && diff !== undefined ? { path: template.path, diff } : undefined };
  print(options.format, answer, terminal);
  return exitCodes.done;
}

/** What is to be pasted stands alone on standard output; of no entries there is nothing to paste. */
const print = (format: SuggestOptions['format'], answer: Answer, terminal: Terminal): void => {
  const isWhole = format === 'text' || format === 'json';
  const isEmpty = answer.suggestion.entries.length === 0;
  if (isWhole || !isEmpty) terminal.out(formats[format](answer, terminal));
  if (isWhole) return;
  for (const line of [...(isEmpty ? [nothingText(answer.suggestion)] : []), ...answer.notes]) terminal.err(`${line}\n`);
};

/** What asks AWS is loaded where it is asked. */
const find = async (options: SuggestOptions, now: number, terminal: Terminal): Promise<Found> => {
  const { source } = options;
  if (source.kind === 'files') return findInFiles(source, options, now, terminal);
  const { findInAws } = await import('./from-aws.ts');
  return findInAws(source, options, now, terminal);
};

const answerTo = ({ limits, since }: SuggestOptions, found: Found, now: number): Answer => {
  const { sums, asked, interfaces, vpcBlocks, prefixLists } = found;
  const suggestion = suggestEntries({
    sums,
    addresses: new Map(interfaces.map(({ id, addresses }) => [id, new Set(addresses)])),
    resolvers: new Set(vpcBlocks.flatMap((block) => resolverIn(block) ?? [])),
    surroundings: surroundingsFrom(interfaces, prefixLists),
    limits,
  });
  const hasSeveralGroups = interfaces.some(({ id, groups }) => groups.length > 1 && (asked?.includes(id) ?? true));
  return { suggestion, notes: notesOn(suggestion, { since, now, hasSeveralGroups, logNotes: found.notes }) };
};

const formats: Readonly<Record<(typeof formatNames)[number], (answer: Answer, terminal: Terminal) => string>> = {
  text: (answer, { paint }) => suggestionText(answer, paint),
  yaml: ({ suggestion }) => asYaml(suggestion.entries),
  'template-json': ({ suggestion }) => asJson(suggestion.entries),
  cdk: ({ suggestion }) => asCdk(suggestion.entries),
  diff: ({ change }) => change?.diff ?? '',
  json: answerJson,
};
