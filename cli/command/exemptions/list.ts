import { daysLeft, type Exemption, type ExemptionState, printable, stateOf } from '../../../rule/index.ts';
import { loadExemptions } from '../../input/index.ts';
import { countOf, type ExitCode, exitCodes, layTable, type Terminal } from '../../terminal/index.ts';
import type { ExemptionsRequest } from './exemptions.ts';
import { summarize, summaryText } from './summary.ts';

/** Lists the exemptions of a document as of a day, by their last days. @throws {UsageError} */
export async function listExemptions(request: ExemptionsRequest, terminal: Terminal): Promise<ExitCode> {
  const { path, format, now, asOf } = request;
  const exemptions = await loadExemptions(path, terminal, now);
  const listed = exemptions
    .map((one) => ({ ...one, state: stateOf(one, asOf), daysLeft: daysLeft(one, asOf) }))
    .sort((a, b) => a.daysLeft - b.daysLeft);
  const summary = summarize(exemptions, asOf);
  if (format === 'json') {
    terminal.out(`${JSON.stringify({ asOf: dayText(asOf), summary, exemptions: listed }, null, 2)}\n`);
  } else {
    const table = listed.length === 0 ? '' : describe(listed, terminal.paint);
    terminal.out(`${table}${countOf(listed.length, 'exemption')} on ${dayText(asOf)}: ${summaryText(summary)}.\n`);
  }
  return exitCodes.done;
}

const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** An exemption as of a day. */
interface Listed extends Exemption {
  readonly state: ExemptionState;
  readonly daysLeft: number;
}

const HEADINGS = ['STATE', 'EXPIRES', 'DAYS', 'ID', 'MATCHES'];

const describe = (listed: readonly Listed[], paint: Terminal['paint']): string => {
  const [header, ...rows] = layTable(HEADINGS, listed.map(rowOf), paint).split('\n');
  return [`${header}\n`, ...listed.map((one, index) => `${rows[index]}\n${rationale(one)}`), '\n'].join('');
};

const colours = { ACTIVE: 'green', EXPIRING: 'yellow', EXPIRED: 'red' } as const;

const rowOf = (listed: Listed) => ({
  cells: [listed.state, listed.expires, String(listed.daysLeft), listed.id, matchText(listed)],
  paint: colours[listed.state],
});

/** What an exemption asks about, as `stackName=app-* logicalId=Sg`. */
const matchText = ({ match }: Exemption): string =>
  Object.entries(match)
    .map(([key, pattern]) => `${key}=${pattern}`)
    .join(' ');

/** Too long for a column: it stands below the row. */
const rationale = ({ reason, approvedBy }: Exemption): string =>
  `  ${printable(reason, 1024)} (approved by ${printable(approvedBy, 1024)})\n`;
