import { type ExemptedBy, type Location, type LocationRecord, ruleOf } from '../../rule/index.ts';
import type { CheckReport, InFile, UnreadableFile } from './check-report.ts';
import { element, type Xml } from './xml.ts';

/** The report as JUnit XML: a suite for each file that has something to tell, and one for all the others. */
export function formatJunit(report: CheckReport): string {
  const cases = casesOf(report);
  const suites = [...Map.groupBy(cases, suiteOf)].map(testSuite);
  const root = element('testsuites', { name: 'Egress Guard', ...countsOf(cases) }, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

type Place = Omit<UnreadableFile, 'reason'>;

/** A test case; `outcome` is the attribute of its suite that counts it, and without `at` it stands for several files. */
interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failures' | 'errors' | 'skipped';
  readonly at?: Place;
  readonly result: Xml;
}

const casesOf = (report: CheckReport): readonly Case[] => {
  const told = [
    ...report.findings.map(failed),
    ...report.exempted.map(exempted),
    ...(report.known ?? []).map((spot) => skipped({ ...spot, message: `${spot.message} The baseline knows it.` })),
    ...report.undetermined.map(skipped),
    ...report.unreadable.map(unread),
  ];
  const untold = report.summary.files - new Set(told.map(suiteOf)).size;
  return untold > 0 || told.length === 0 ? [...told, passed(untold)] : told;
};

const failed = (spot: LocationRecord<Location> & InFile): Case => ({
  name: nameOf(spot),
  outcome: 'failures',
  at: spot,
  result: element('failure', { message: spot.message, type: spot.ruleId }, detailsOf(spot)),
});

/** By its name a reader follows a case from run to run: it tells the place in the template, not the line or the wording. */
const nameOf = ({ logicalId, path, ruleId }: LocationRecord<Location>): string => `${logicalId} ${path} (${ruleId})`;

const detailsOf = (spot: LocationRecord<Location> & InFile): string => {
  const condition = spot.condition === undefined ? [] : [`When: ${spot.condition}`];
  const links = ruleOf(spot).documentation.slice(0, 1);
  return [spot.message, spot.remediation, ...condition, `At: ${placeText(spot)} ${spot.path}`, ...links].join('\n');
};

const placeText = ({ file, line, column }: Place): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');

const exempted = ({ exemption, ...spot }: LocationRecord<Location> & InFile & ExemptedBy): Case => {
  const { id, expires, reason, approvedBy } = exemption;
  const why = `Exempted by ${id} until ${expires}, approved by ${approvedBy}: ${reason}`;
  return skipped({ ...spot, message: `${spot.message} ${why}` });
};

const skipped = (spot: LocationRecord<Location> & InFile): Case => ({
  name: nameOf(spot),
  outcome: 'skipped',
  at: spot,
  result: element('skipped', { message: spot.message }, detailsOf(spot)),
});

const unread = (at: UnreadableFile): Case => ({
  name: 'can be read',
  outcome: 'errors',
  at,
  result: element('error', { message: at.reason, type: 'unreadable' }, `${at.reason}\nAt: ${placeText(at)}`),
});

const suiteOf = ({ at }: Case): string => at?.file ?? 'files with nothing to report';

/** The other files are one case, of the same name whatever their number: some readers refuse a report without a case. */
const passed = (files: number): Case => ({
  name: 'no findings',
  outcome: 'passed',
  result: element('system-out', {}, `Files: ${files}`),
});

const testSuite = ([name, cases]: readonly [string, readonly Case[]]): Xml =>
  element('testsuite', { name, ...countsOf(cases) }, tellApart(cases).map(testCase));

const countsOf = (cases: readonly Case[]) => {
  const count = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: count('failures'),
    errors: count('errors'),
    skipped: count('skipped'),
    time: 0,
  };
};

/** Readers take cases of the same name for one: those after the first get a number. */
const tellApart = (cases: readonly Case[]): readonly Case[] =>
  [...Map.groupBy(cases, ({ name }) => name).values()].flatMap((same) =>
    same.map((one, index) => (index === 0 ? one : { ...one, name: `${one.name} #${index + 1}` })),
  );

const testCase = (one: Case): Xml => {
  const { name, at, result } = one;
  return element('testcase', { name, classname: suiteOf(one), file: at?.file, line: at?.line, time: 0 }, [result]);
};
