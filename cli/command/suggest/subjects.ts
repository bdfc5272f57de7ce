import { UsageError } from '../../usage-error.ts';
import { type AuditedGroup, readAudited } from './audited.ts';
import type { Interface, Subject } from './found.ts';
import type { SuggestOptions } from './request.ts';
import type { StackGroup } from './surroundings.ts';

/** What files tell of an account; undefined where they were not given. */
interface Files {
  readonly interfaces: readonly Interface[] | undefined;
  readonly groups: readonly StackGroup[] | undefined;
}

interface Known {
  readonly interfaces: readonly Interface[];
  readonly groups: readonly StackGroup[];
}

interface Subjects {
  readonly subjects: readonly Subject[];
  readonly notes: readonly string[];
}

/** Finds whose egress is asked about in what files tell. @throws {UsageError} */
export function subjectsOf(target: SuggestOptions['target'], files: Files): Subjects {
  if (target.kind === 'all') return { subjects: [{ interfaces: undefined }], notes: [] };
  if (target.kind === 'interfaces') return { subjects: [{ interfaces: target.ids }], notes: [] };
  const known = expectFiles(`--${target.kind === 'audit' ? 'from' : target.kind}`, target.kind !== 'group', files);
  switch (target.kind) {
    case 'group':
      return { subjects: [{ group: target.id, interfaces: interfacesOf(target.id, known) }], notes: [] };
    case 'stack':
      return {
        subjects: [subjectOf({ stack: target.stack, resource: target.logicalId }, known)],
        notes: [],
      };
    case 'audit':
      return auditedSubjects(target.path, known);
  }
}

/** @throws {UsageError} where a file is missing that an option needs */
const expectFiles = (option: string, needsGroups: boolean, { interfaces, groups }: Files): Known => {
  if (groups === undefined && needsGroups)
    throw new UsageError(
      `${option} needs --security-groups with --flow-logs: the file that aws ec2 describe-security-groups prints tells which group a resource is.`,
    );
  if (interfaces === undefined)
    throw new UsageError(
      `${option} needs --interfaces with --flow-logs: the file that aws ec2 describe-network-interfaces prints tells which interfaces have the group.`,
    );
  return { interfaces, groups: groups ?? [] };
};

/** Groups that nobody uses, or that the files do not know, are told: the others have their answer. */
const auditedSubjects = (path: string, known: Known): Subjects => {
  const audited = readAudited(path);
  const tried = audited.groups.map((group) => attempt(() => subjectOf(group, known)));
  const subjects = tried.flatMap(({ subject }) => subject ?? []);
  const problems = tried.flatMap(({ problem }) => problem ?? []);
  if (subjects.length === 0) throw new UsageError(problems[0] ?? '');
  return { subjects, notes: [...audited.notes, ...problems] };
};

const attempt = (find: () => Subject): { readonly subject?: Subject; readonly problem?: string } => {
  try {
    return { subject: find() };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
};

const subjectOf = (
  { stack, stackId, resource }: Pick<AuditedGroup, 'stack' | 'resource'> & Partial<AuditedGroup>,
  known: Known,
): Subject => {
  const group = known.groups.find(
    (one) => one.resource === resource && (stackId === undefined ? one.stack === stack : one.stackId === stackId),
  );
  if (group === undefined)
    throw new UsageError(`${resource} of the stack ${stack}: the file of --security-groups has no such group.`);
  return {
    stack,
    stackId: group.stackId,
    resource,
    group: group.id,
    interfaces: interfacesOf(group.id, known),
  };
};

const interfacesOf = (group: string, { interfaces }: Known): readonly string[] => {
  const found = interfaces.filter(({ groups }) => groups.includes(group)).map(({ id }) => id);
  if (found.length > 0) return found;
  throw new UsageError(
    `${group}: no interface of the file of --interfaces has it. Fetch the file anew, or name another group.`,
  );
};
