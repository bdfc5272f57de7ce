import { formatText } from '../../../flow/index.ts';
import {
  askAthena,
  askLogGroup,
  bytesText,
  type FlowAnswer,
  type FlowQuery,
  readGroup,
  readGroupOfStack,
  readSurroundings,
} from '../../../infra/suggest/index.ts';
import { type AwsSession, withAws } from '../../aws/index.ts';
import { makeStatusLine, type Terminal, withInterrupt } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { Found } from './found.ts';
import type { SuggestOptions } from './options.ts';

type AwsSource = Exclude<SuggestOptions['source'], { kind: 'files' }>;

/** Has a service of AWS sum up flow logs, of interfaces that EC2 knows; `now` is in seconds since 1970. @throws {UsageError} */
export function findInAws(source: AwsSource, options: SuggestOptions, now: number, terminal: Terminal): Promise<Found> {
  if (options.target.kind === 'all')
    throw new UsageError(
      'say whose egress is asked for: --group SG, --stack NAME --resource LOGICAL_ID, or --interface ENI.',
    );
  return withAws(options.values, terminal, (session) =>
    withInterrupt((signal) => find(source, { options, now, session, terminal, signal })),
  );
}

interface Run {
  readonly options: SuggestOptions;
  readonly now: number;
  readonly session: AwsSession;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

const find = async (source: AwsSource, run: Run): Promise<Found> => {
  const { clients } = run.session;
  const around = await readSurroundings(await clients.ec2(), await targetOf(run), run.signal);
  const asked = around.interfaces.map(({ id }) => id);
  const query = { interfaces: asked, from: Math.ceil(run.options.since), to: Math.floor(run.now) };
  const { sums, scanned, notes } = await ask(source, query, run);
  return {
    sums,
    asked,
    notes: [...notes, `${bytesText(scanned)} were scanned.`],
    interfaces: [...around.interfaces, ...around.neighbours],
    vpcBlocks: around.vpcs.flatMap(({ cidrs }) => cidrs.slice(0, 1)),
    prefixLists: new Map(around.prefixLists.map(({ id, cidrs }) => [id, cidrs])),
  };
};

const targetOf = async ({ options: { target }, session: { clients }, signal }: Run) => {
  if (target.kind === 'interfaces') return { interfaceIds: target.ids };
  if (target.kind === 'group') return { groupId: (await readGroup(clients, target.id, signal)).id };
  if (target.kind === 'all') throw new UsageError('no interface is named.');
  return { groupId: (await readGroupOfStack(clients, target, signal)).id };
};

const ask = async (source: AwsSource, query: FlowQuery, run: Run): Promise<FlowAnswer> => {
  const { options, session, terminal, signal } = run;
  const progress = makeStatusLine(terminal, { pause: 200 });
  const onScanned = (bytes: number): void => progress.show(`${bytesText(bytes)} scanned`);
  const bounds = { maxScan: options.maxScan, signal, onScanned };
  const format = options.logFormat && formatText(options.logFormat);
  try {
    return source.kind === 'athena'
      ? await askAthena(session.clients, source, query, bounds)
      : await askLogGroup(session.clients, { logGroup: source.logGroup, format }, query, bounds);
  } catch (error) {
    throw signal.aborted ? new UsageError('stopped, and so was the query.') : error;
  } finally {
    progress.end();
  }
};
