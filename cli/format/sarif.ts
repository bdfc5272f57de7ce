import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { type ExemptedBy, type Location, type LocationRecord, printable, rules, version } from '../../rule/index.ts';
import type { CheckReport, InFile, UnreadableFile } from './check-report.ts';
import { limitResults } from './sarif-limit.ts';
import { describeRule, levelOf } from './sarif-rule.ts';

/** The report as SARIF 2.1.0, with the properties that GitHub code scanning reads. */
export function formatSarif(report: CheckReport): string {
  const { results, notifications } = limitResults(describeResults(report));
  const run = {
    tool: { driver: { name: 'Egress Guard', version, rules: rules.map(({ meta }) => describeRule(meta)) } },
    invocations: [invocation(report, notifications)],
    columnKind: 'utf16CodeUnits',
    results,
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** `open` is what could not be decided; SARIF gives a level to no kind but `fail`. */
const verdicts = {
  fail: ({ severity }: LocationRecord<Location>) => ({ kind: 'fail', level: levelOf(severity) }),
  open: () => ({ kind: 'open', level: 'none' }),
};

interface Judged {
  readonly kind: keyof typeof verdicts;
  readonly spot: LocationRecord<Location> & InFile & Partial<ExemptedBy>;
}

/** One result for each spot; those of the same identity are told apart by their number. */
const describeResults = (report: CheckReport): readonly object[] => {
  const judged: readonly Judged[] = [
    ...[...report.findings, ...report.exempted].map((spot) => ({ kind: 'fail', spot }) as const),
    ...report.undetermined.map((spot) => ({ kind: 'open', spot }) as const),
  ];
  return [...Map.groupBy(judged, ({ spot }) => identityOf(spot))].flatMap(([identity, same]) =>
    same.map((one, index) => ({
      ...describeResult(one, `${identity}:${index + 1}`),
      ...suppressionsOf(one, report),
    })),
  );
};

/** What is the same in the next run: not the line, which moves, but the place in the template. */
const identityOf = ({ ruleId, file, logicalId, path }: LocationRecord<Location> & InFile): string =>
  hash('sha256', JSON.stringify([ruleId, posix.normalize(file), logicalId, path])).slice(0, 32);

const describeResult = ({ kind, spot }: Judged, fingerprint: string) => ({
  ruleId: spot.ruleId,
  ruleIndex: rules.findIndex(({ meta }) => meta.id === spot.ruleId),
  ...verdicts[kind](spot),
  message: { text: `${spot.message} ${spot.remediation}` },
  locations: [{ physicalLocation: physicalLocation(spot), logicalLocations: [logicalLocation(spot)] }],
  partialFingerprints: fingerprints(fingerprint),
  properties: propertiesOf(spot),
});

const physicalLocation = ({ file, line, column }: InFile | UnreadableFile): object => ({
  artifactLocation: artifactLocation(file),
  ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
});

/** A file below the working folder is relative to the root of the sources; any other is not among them. */
const artifactLocation = (file: string): object => {
  if (/^([A-Za-z]:)?\//.test(file))
    return { uri: `file://${file.startsWith('/') ? '' : '/'}${encode(file).replaceAll('%3A', ':')}` };
  const path = posix.normalize(file);
  return { uri: encode(path), ...(!path.startsWith('../') && { uriBaseId: '%SRCROOT%' }) };
};

const encode = (path: string): string => path.toWellFormed().split('/').map(encodeURIComponent).join('/');

/** More than any real name or pointer has; longer ones are hostile. */
const MAX_TEXT = 2000;

const logicalLocation = ({ logicalId, path }: LocationRecord<Location>): object => ({
  name: printable(logicalId, MAX_TEXT),
  fullyQualifiedName: printable(path, MAX_TEXT),
  kind: 'resource',
});

/** GitHub reads `primaryLocationLineHash` and no other key. */
const fingerprints = (fingerprint: string): object => ({
  primaryLocationLineHash: fingerprint,
  'egressGuard/v1': fingerprint,
});

const propertiesOf = ({ resourceType, condition }: LocationRecord<Location>): object => ({
  resourceType,
  ...(condition !== undefined && { condition: printable(condition, MAX_TEXT) }),
});

/** Either every result of a run has the list of what suppresses it, were it empty, or none: SARIF 2.1.0, section 3.27.23. */
const suppressionsOf = ({ spot: { exemption } }: Judged, { exempted }: CheckReport): object =>
  exempted.length === 0 ? {} : { suppressions: exemption === undefined ? [] : [suppression(exemption)] };

const suppression = ({ id, expires, reason, approvedBy }: ExemptedBy['exemption']): object => ({
  kind: 'external',
  status: 'accepted',
  justification: printable(`${reason} (exemption ${id}, approved by ${approvedBy}, until ${expires})`, MAX_TEXT),
});

const invocation = ({ unreadable }: CheckReport, notifications: readonly object[]): object => ({
  executionSuccessful: unreadable.length === 0,
  toolExecutionNotifications: [...unreadable.map(notification), ...notifications],
});

const notification = (unreadable: UnreadableFile): object => ({
  level: 'error',
  message: { text: printable(unreadable.reason, MAX_TEXT) },
  locations: [{ physicalLocation: physicalLocation(unreadable) }],
});
