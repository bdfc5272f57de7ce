import { hash } from 'node:crypto';
import type { AuditExempted, AuditReport, InStack, StackWithReason } from '../../../../infra/audit/index.ts';
import { type Location, type LocationRecord, printable, rules, version } from '../../../../rule/index.ts';
import { describeRule, levelOf, limitResults } from '../../../format/index.ts';

/** The report as SARIF 2.1.0; a run for the account and Region. */
export function formatAuditSarif(report: AuditReport): string {
  const { account, region, findings, exempted, undetermined, unread } = report;
  const { results, notifications } = limitResults([
    ...describeResults([...findings, ...exempted], true),
    ...describeResults(undetermined, false),
  ]);
  const run = {
    tool: { driver: { name: 'Egress Guard', version, rules: rules.map(({ meta }) => describeRule(meta)) } },
    automationDetails: { id: `egress-guard/audit/${account}/${region}/` },
    invocations: [
      {
        executionSuccessful: unread.length === 0,
        toolExecutionNotifications: [...unread.map(notification), ...notifications],
      },
    ],
    columnKind: 'utf16CodeUnits',
    results,
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

type Judged = LocationRecord<Location> & InStack & Partial<Pick<AuditExempted, 'exemption'>>;

/** One result for each spot; those of the same identity are told apart by their number. */
const describeResults = (spots: readonly Judged[], isDecided: boolean): readonly object[] =>
  [...Map.groupBy(spots, identityOf)].flatMap(([identity, same]) =>
    same.map((spot, index) => describeResult(spot, isDecided, `${identity}:${index + 1}`)),
  );

/** What is the same in the next run, also of a stack that was made anew under its name. */
const identityOf = ({ ruleId, stackId, logicalId, path }: LocationRecord<Location> & InStack): string => {
  const stack = stackId.split('/').slice(0, 2).join('/');
  return hash('sha256', JSON.stringify([ruleId, stack, logicalId, path])).slice(0, 32);
};

const describeResult = (spot: Judged, isDecided: boolean, fingerprint: string): object => ({
  ruleId: spot.ruleId,
  ruleIndex: rules.findIndex(({ meta }) => meta.id === spot.ruleId),
  ...(isDecided ? { kind: 'fail', level: levelOf(spot.severity) } : { kind: 'open', level: 'none' }),
  message: { text: `${spot.message} ${spot.remediation}` },
  locations: [locationOf(spot)],
  partialFingerprints: { 'egressGuard/v1': fingerprint },
  suppressions: suppressionsOf(spot),
  properties: propertiesOf(spot),
});

/** More than any real name or reason has. */
const MAX_TEXT = 2000;

const locationOf = ({
  stackId,
  stackName,
  line,
  column,
  logicalId,
  path,
}: LocationRecord<Location> & InStack): object => ({
  physicalLocation: {
    artifactLocation: artifactLocation(stackId),
    region: { startLine: line, startColumn: column },
  },
  logicalLocations: [
    {
      name: printable(logicalId, MAX_TEXT),
      fullyQualifiedName: printable(`${stackName}${path}`, MAX_TEXT),
      kind: 'resource',
    },
  ],
});

/** There is no file: the ARN of the stack is a URI, and lines are those of the template that CloudFormation keeps. */
const artifactLocation = (stackId: string): object => ({ uri: encodeURI(stackId.toWellFormed()) });

const suppressionsOf = ({ exemption }: Judged): readonly object[] => {
  if (exemption === undefined) return [];
  const { id, expires, reason, approvedBy } = exemption;
  const why = `${reason} (exemption ${id}, approved by ${approvedBy}, until ${expires})`;
  return [{ kind: 'external', status: 'accepted', justification: printable(why, MAX_TEXT) }];
};

const propertiesOf = ({
  resourceType,
  stackName,
  group,
  team,
  condition,
}: LocationRecord<Location> & InStack): object => ({
  resourceType,
  stackName,
  group,
  ...(team !== undefined && { team: printable(team, MAX_TEXT) }),
  ...(condition !== undefined && { condition: printable(condition, MAX_TEXT) }),
});

const notification = ({ stackId, stackName, reason }: StackWithReason): object => ({
  level: 'error',
  message: { text: printable(`${stackName}: ${reason}`, MAX_TEXT) },
  locations: [{ physicalLocation: { artifactLocation: artifactLocation(stackId) } }],
});
