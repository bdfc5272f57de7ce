import { isObject, type JsonObject, own } from '../../../rule/index.ts';
import { UsageError } from '../../usage-error.ts';
import { readJson, text } from './json-file.ts';

/** A group in which an audit found something. */
export interface AuditedGroup {
  readonly stack: string;
  readonly stackId: string;
  readonly resource: string;
}

/** What an audit is about, of which egress may be suggested. */
export interface Audited {
  readonly groups: readonly AuditedGroup[];
  /** What of the findings no group can be told. */
  readonly notes: readonly string[];
}

/** Reads what `audit --format json` printed: the groups of its findings, each once. @throws {UsageError} */
export function readAudited(path: string): Audited {
  const report = readJson(path);
  const findings = isObject(report) ? own(report, 'findings') : undefined;
  if (!Array.isArray(findings) || !isObject(report) || own(report, 'version') !== 1)
    throw new UsageError(`${path}: is no report of an audit. Give it what egress-guard audit --format json prints.`);
  const all = findings.filter(isObject);
  const [inGroups, apart] = [all.filter(isGroup), all.filter((finding) => !isGroup(finding))];
  const groups = new Map(inGroups.map(asGroup).map((group) => [`${group.stackId} ${group.resource}`, group]));
  if (groups.size === 0)
    throw new UsageError(`${path}: has no finding in a security group, so there is nothing to suggest.`);
  return { groups: [...groups.values()], notes: apart.length === 0 ? [] : [apartText(apart)] };
}

const isGroup = (finding: JsonObject): boolean => own(finding, 'resourceType') === 'AWS::EC2::SecurityGroup';

const asGroup = (finding: JsonObject): AuditedGroup => ({
  stack: text(finding, 'stackName'),
  stackId: text(finding, 'stackId'),
  resource: text(finding, 'logicalId'),
});

const apartText = (findings: readonly JsonObject[]): string => {
  const names = [...new Set(findings.map((one) => `${text(one, 'logicalId')} of ${text(one, 'stackName')}`))];
  return `Entries that stand apart from their group, which --group names: ${names.join(', ')}.`;
};
