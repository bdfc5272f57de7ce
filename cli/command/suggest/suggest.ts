import { resolverIn, suggestEntries } from '../../../flow/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { type Answer, notesOn } from './answer.ts';
import type { Found, Subject } from './found.ts';
import { findInFiles } from './from-files.ts';
import { printAnswers } from './print.ts';
import { readOptions, type SuggestOptions } from './request.ts';
import { surroundingsFrom } from './surroundings.ts';
import { openChange } from './template/index.ts';

/** Runs the command. @throws {UsageError} */
export async function suggest(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const now = Date.now();
  const options = readOptions(args, now);
  const template = options.template && (await openChange(options.template, terminal));
  const found = await find(options, now / 1000, terminal);
  const answers = found.subjects.map((subject) => {
    const answer = answerTo(subject, options, found, now / 1000);
    const change = template && { path: template.path, diff: template.diffWith(answer.suggestion.entries) };
    return { ...answer, change };
  });
  printAnswers(options.format, { answers, notes: found.notes }, terminal);
  return exitCodes.done;
}

/** What asks AWS is loaded where it is asked. */
const find = async (options: SuggestOptions, now: number, terminal: Terminal): Promise<Found> => {
  const { source } = options;
  if (source.kind === 'files') return findInFiles(source, options, now, terminal);
  const { findInAws } = await import('./from-aws.ts');
  return findInAws(source, options, now, terminal);
};

const answerTo = (subject: Subject, { limits, since }: SuggestOptions, found: Found, now: number): Answer => {
  const { sums, interfaces, vpcBlocks, prefixLists } = found;
  const isAsked = (id: string): boolean => subject.interfaces?.includes(id) ?? true;
  const suggestion = suggestEntries({
    sums: found.subjects.length === 1 ? sums : sums.filter(({ interfaceId }) => isAsked(interfaceId)),
    addresses: new Map(interfaces.map(({ id, addresses }) => [id, new Set(addresses)])),
    resolvers: new Set(vpcBlocks.flatMap((block) => resolverIn(block) ?? [])),
    surroundings: surroundingsFrom(interfaces, prefixLists),
    limits,
  });
  const hasSeveralGroups = interfaces.some(({ id, groups }) => groups.length > 1 && isAsked(id));
  return { subject, suggestion, notes: notesOn(suggestion, { since, now, hasSeveralGroups }) };
};
