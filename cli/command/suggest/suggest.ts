import { suggestEntries } from '../../../flow/index.ts';
import { type FilesRead, FlowLogError, readFlowFiles } from '../../../infra/suggest/index.ts';
import { type ExitCode, exitCodes, makeStatusLine, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { type Answer, notesOn } from './answer.ts';
import { asCdk, asJson, asYaml } from './forms.ts';
import { answerJson } from './json.ts';
import { type formatNames, readOptions } from './options.ts';
import { suggestionText } from './report.ts';
import { type NetworkInterface, readInterfaces, readPrefixLists, surroundingsFrom } from './surroundings.ts';

/** Runs the command. @throws {UsageError} */
export async function suggest(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const now = Date.now();
  const options = readOptions(args, now);
  const known = options.interfacesFile === undefined ? [] : readInterfaces(options.interfacesFile);
  const asked = askedInterfaces(options, known);
  const prefixLists = options.prefixListsFile === undefined ? new Map() : readPrefixLists(options.prefixListsFile);
  const since = options.since / 1000;
  const read = await readLogs(options, { interfaces: asked && new Set(asked), from: since, to: now / 1000 }, terminal);
  const suggestion = suggestEntries({
    sums: read.sums,
    addresses: new Map(known.map(({ id, addresses }) => [id, new Set(addresses)])),
    surroundings: surroundingsFrom(known, prefixLists),
    limits: options.limits,
  });
  const notes = notesOn(suggestion, {
    since,
    now: now / 1000,
    hasSeveralGroups: known.some(({ id, groups }) => groups.length > 1 && (asked?.includes(id) ?? true)),
    logNotes: read.notes,
  });
  terminal.out(formats[options.format]({ suggestion, notes }, terminal));
  if (options.format !== 'text' && options.format !== 'json') for (const note of notes) terminal.err(`${note}\n`);
  return exitCodes.done;
}

type Options = ReturnType<typeof readOptions>;

const formats: Readonly<Record<(typeof formatNames)[number], (answer: Answer, terminal: Terminal) => string>> = {
  text: (answer, { paint }) => suggestionText(answer, paint),
  yaml: ({ suggestion }) => asYaml(suggestion.entries),
  'template-json': ({ suggestion }) => asJson(suggestion.entries),
  cdk: ({ suggestion }) => asCdk(suggestion.entries),
  json: answerJson,
};

/** The interfaces that are asked about; undefined: all in the logs. @throws {UsageError} */
const askedInterfaces = (
  { interfaces, group }: Options,
  known: readonly NetworkInterface[],
): readonly string[] | undefined => {
  if (group === undefined) return interfaces;
  const inGroup = known.filter(({ groups }) => groups.includes(group)).map(({ id }) => id);
  if (inGroup.length === 0)
    throw new UsageError(
      `--group ${group}: no interface of the file of --interfaces is in it. Fetch the file anew, or name another group.`,
    );
  return [...inGroup, ...(interfaces ?? [])];
};

const readLogs = async (
  { logs, logFormat }: Options,
  scope: Parameters<typeof readFlowFiles>[1]['scope'],
  terminal: Terminal,
): Promise<FilesRead> => {
  const progress = makeStatusLine(terminal, { pause: 200, delay: 200 });
  const onProgress = (bytes: number, all: number): void =>
    progress.show(`${Math.floor((100 * bytes) / all)} % of ${Math.ceil(all / 2 ** 20)} MB read`);
  try {
    return await readFlowFiles(logs, { format: logFormat, scope, onProgress });
  } catch (error) {
    throw error instanceof FlowLogError ? new UsageError(error.message) : error;
  } finally {
    progress.end();
  }
};
