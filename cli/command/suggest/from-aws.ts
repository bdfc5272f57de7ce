import { formatText } from '../../../flow/index.ts';
import { type Clients, RefusalError } from '../../../infra/aws/index.ts';
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
import { readAudited } from './audited.ts';
import type { Found, Subject } from './found.ts';
import type { SuggestOptions } from './request.ts';

type AwsSource = Exclude<SuggestOptions['source'], { kind: 'files' }>;

/** Has a service of AWS sum up flow logs, of interfaces that EC2 knows; `now` is in seconds since 1970. @throws {UsageError} */
export function findInAws(source: AwsSource, options: SuggestOptions, now: number, terminal: Terminal): Promise<Found> {
  if (options.target.kind === 'all')
    throw new UsageError(
      'say whose egress is asked for: --group SG, --stack NAME --resource LOGICAL_ID, --from AUDIT_JSON, or --interface ENI.',
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
  const named = await subjectsOf(run);
  const around = await readSurroundings(await clients.ec2(), targetOf(named.subjects), run.signal);
  const asked = around.interfaces.map(({ id }) => id);
  const subjects = named.subjects.map((subject) => ({
    ...subject,
    interfaces: subject.interfaces ?? around.interfaces.filter((one) => isIn(one, subject)).map(({ id }) => id),
  }));
  const query = { interfaces: asked, from: Math.ceil(run.options.since), to: Math.floor(run.now) };
  const { sums, scanned, notes } = await ask(source, query, run);
  return {
    sums,
    subjects,
    notes: [...named.notes, ...notes, `${bytesText(scanned)} were scanned.`],
    interfaces: [...around.interfaces, ...around.neighbours],
    vpcBlocks: around.vpcs.flatMap(({ cidrs }) => cidrs.slice(0, 1)),
    prefixLists: new Map(around.prefixLists.map(({ id, cidrs }) => [id, cidrs])),
  };
};

const isIn = ({ groups }: { readonly groups: readonly string[] }, { group = '' }: Subject): boolean =>
  groups.includes(group);

const targetOf = (subjects: readonly Subject[]) => {
  const interfaceIds = subjects.flatMap(({ interfaces }) => interfaces ?? []);
  return interfaceIds.length > 0 ? { interfaceIds } : { groupIds: subjects.flatMap(({ group }) => group ?? []) };
};

interface Subjects {
  readonly subjects: readonly Subject[];
  readonly notes: readonly string[];
}

const subjectsOf = async ({ options: { target }, session: { clients }, signal }: Run): Promise<Subjects> => {
  switch (target.kind) {
    case 'all':
      throw new UsageError('no interface is named.');
    case 'interfaces':
      return { subjects: [{ interfaces: target.ids }], notes: [] };
    case 'group': {
      const { id } = await readGroup(clients, target.id, signal);
      return { subjects: [{ group: id, interfaces: undefined }], notes: [] };
    }
    case 'stack': {
      const { stack, logicalId } = target;
      const { id } = await readGroupOfStack(clients, target, signal);
      return { subjects: [{ stack, resource: logicalId, group: id, interfaces: undefined }], notes: [] };
    }
    case 'audit':
      return auditedSubjects(target.path, clients, signal);
  }
};

/** Groups that are gone are told: the others have their answer. */
const auditedSubjects = async (path: string, clients: Clients, signal: AbortSignal): Promise<Subjects> => {
  const audited = readAudited(path);
  const subjects: Subject[] = [];
  const notes: string[] = [...audited.notes];
  for (const { stack, stackId, resource } of audited.groups) {
    try {
      const { id } = await readGroupOfStack(clients, { stack, logicalId: resource }, signal);
      subjects.push({ stack, stackId, resource, group: id, interfaces: undefined });
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      notes.push(error.message);
    }
  }
  if (subjects.length === 0) throw new RefusalError(notes.at(-1));
  return { subjects, notes };
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
