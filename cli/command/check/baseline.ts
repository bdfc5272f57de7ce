import { existsSync } from 'node:fs';
import { isObject, own, parseJson, printable } from '../../../rule/index.ts';
import { type CheckOutcome, type CheckReport, fingerprintsOf } from '../../format/index.ts';
import { displayPath, FileError, readBytes } from '../../input/index.ts';
import { countOf, writeOutput } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

/** A finding that was there when the baseline was written. */
interface KnownFinding {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly file: string;
  readonly logicalId: string;
  readonly path: string;
}

type Known = ReadonlyMap<string, KnownFinding>;

/** Reads a baseline. @throws {UsageError} where it is none, with the place and what is wrong there */
export function readBaseline(path: string): Known {
  const value = parseJson(readText(path));
  if (!isObject(value)) throw refusal(path, 'is no JSON object. check --baseline FILE --write-baseline writes one');
  const version = own(value, 'version');
  if (version !== VERSION)
    throw refusal(path, `/version is ${JSON.stringify(version)}, and this version of Egress Guard reads ${VERSION}`);
  const findings = own(value, 'findings');
  if (!Array.isArray(findings)) throw refusal(path, '/findings is no list');
  return new Map(findings.map((finding, index) => readKnown(path, finding, index)));
}

const VERSION = 1;

const readText = (path: string): string => {
  try {
    return readBytes(path).toString('utf8');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw refusal(path, `${error.message}. check --baseline ${path} --write-baseline writes it`);
  }
};

const refusal = (path: string, why: string): UsageError =>
  new UsageError(`--baseline ${path}: ${printable(why, 500)}.`);

const FIELDS = ['fingerprint', 'ruleId', 'file', 'logicalId', 'path'] as const;

const readKnown = (path: string, value: unknown, index: number): readonly [string, KnownFinding] => {
  const fields = isObject(value) ? FIELDS.map((name) => [name, own(value, name)] as const) : [];
  const wrong = fields.find(([, text]) => typeof text !== 'string');
  if (fields.length === 0 || wrong !== undefined)
    throw refusal(path, `/findings/${index}${wrong === undefined ? ' is no object' : `/${wrong[0]} is no text`}`);
  const known = Object.fromEntries(fields) as unknown as KnownFinding;
  return [known.fingerprint, known];
};

/** Writes what is found now as the baseline, in an order that makes few differences. @throws {UsageError} */
export function writeBaseline(path: string, { findings }: CheckReport): number {
  const prints = fingerprintsOf(findings, ({ file }) => file);
  const known = findings.map(({ ruleId, file, logicalId, path: at }, index) => ({
    ...{ fingerprint: prints[index] ?? '', ruleId, file, logicalId, path: at },
  }));
  known.sort((a, b) => compare(a.file, b.file) || compare(a.path, b.path) || compare(a.fingerprint, b.fingerprint));
  writeOutput(path, `${JSON.stringify({ version: VERSION, findings: known }, null, 2)}\n`);
  return known.length;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Takes what the baseline knows from the findings, and tells what of it is gone. */
export function applyBaseline(outcome: CheckOutcome, baseline: Known, inputs: Iterable<string>): Applied {
  const { report } = outcome;
  const prints = fingerprintsOf(report.findings, ({ file }) => file);
  const isKnown = (_finding: unknown, index: number): boolean => baseline.has(prints[index] ?? '');
  const known = report.findings.filter(isKnown);
  const findings = report.findings.filter((finding, index) => !isKnown(finding, index));
  const found = new Set(prints);
  const checked = new Set([...inputs].map(displayPath));
  // Of a file that was not looked at, nothing is known.
  const gone = [...baseline.values()].filter(
    ({ fingerprint, file }) => !found.has(fingerprint) && (checked.has(file) || !existsSync(file)),
  );
  const summary = { ...report.summary, findings: findings.length, known: known.length };
  return { outcome: { ...outcome, report: { ...report, summary, findings, known } }, gone };
}

export interface Applied {
  readonly outcome: CheckOutcome;
  readonly gone: readonly KnownFinding[];
}

/** What to say of the findings of a baseline that are gone; undefined where none is. */
export function goneText(gone: readonly KnownFinding[], path: string): string | undefined {
  if (gone.length === 0) return undefined;
  const named = gone.slice(0, MAX_NAMED).map(({ file, logicalId }) => `${logicalId} in ${file}`);
  const more = gone.length > MAX_NAMED ? ` and ${gone.length - MAX_NAMED} more` : '';
  return `${countOf(gone.length, 'finding')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone: ${named.join(', ')}${more}. check --baseline ${path} --write-baseline takes ${gone.length === 1 ? 'it' : 'them'} out.`;
}

const MAX_NAMED = 5;
