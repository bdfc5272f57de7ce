import { posix } from 'node:path';
import type { Location, LocationRecord } from '../../rule/index.ts';
import type { CheckReport, InFile, UnreadableFile } from './check-report.ts';
import { formatSarifLog, type SarifDialect, type SarifInput } from './sarif-log.ts';

/** The report as SARIF 2.1.0, with the properties that GitHub code scanning reads. */
export function formatSarif({ findings, exempted, known, undetermined, unreadable }: CheckReport): string {
  const inputs: readonly SarifInput<Spot>[] = [
    ...[...findings, ...exempted].map((spot) => ({ kind: 'fail', spot }) as const),
    ...(known ?? []).map((spot) => ({ kind: 'fail', spot, isKnown: true }) as const),
    ...undetermined.map((spot) => ({ kind: 'open', spot }) as const),
  ];
  const dialect: SarifDialect<Spot> = {
    placeOf: ({ file }) => posix.normalize(file),
    physicalLocation,
    // GitHub reads the first of them and no other.
    fingerprints: ['primaryLocationLineHash', 'egressGuard/v1'],
    hasSuppressions: exempted.length + (known?.length ?? 0) > 0,
  };
  const faults = unreadable.map((one) => ({ text: one.reason, physicalLocation: physicalLocation(one) }));
  return formatSarifLog(inputs, dialect, faults);
}

type Spot = LocationRecord<Location> & InFile;

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
