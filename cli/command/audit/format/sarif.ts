import type { AuditReport, InStack } from '../../../../infra/audit/index.ts';
import { type Location, type LocationRecord, printable } from '../../../../rule/index.ts';
import { formatSarifLog, type SarifDialect, type SarifInput } from '../../../format/index.ts';

/** The report as SARIF 2.1.0; a run for the account and Region. */
export function formatAuditSarif(report: AuditReport): string {
  const { account, region, findings, exempted, undetermined, unread } = report;
  const inputs: readonly SarifInput<Spot>[] = [
    ...[...findings, ...exempted].map((spot) => ({ kind: 'fail', spot }) as const),
    ...undetermined.map((spot) => ({ kind: 'open', spot }) as const),
  ];
  const faults = unread.map(({ stackId, stackName, reason }) => ({
    text: `${stackName}: ${reason}`,
    physicalLocation: { artifactLocation: artifactLocation(stackId) },
  }));
  const automationDetails = { id: `egress-guard/audit/${account}/${region}/` };
  return formatSarifLog(inputs, dialect, faults, { automationDetails });
}

type Spot = LocationRecord<Location> & InStack;

const dialect: SarifDialect<Spot> = {
  // The same of a stack that was made anew under its name.
  placeOf: ({ stackId }) => stackId.split('/').slice(0, 2).join('/'),
  physicalLocation: ({ stackId, line, column }) => ({
    artifactLocation: artifactLocation(stackId),
    region: { startLine: line, startColumn: column },
  }),
  prefixOf: ({ stackName }) => stackName,
  properties: ({ stackName, group, team }) => ({
    stackName,
    group,
    ...(team !== undefined && { team: printable(team, MAX_TEAM) }),
  }),
  fingerprints: ['egressGuard/v1'],
  hasSuppressions: true,
};

const MAX_TEAM = 2000;

/** There is no file: the ARN of the stack is a URI, and lines are those of the template that CloudFormation keeps. */
const artifactLocation = (stackId: string): object => ({ uri: encodeURI(stackId.toWellFormed()) });
