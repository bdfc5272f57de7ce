import type { Account } from '../../../infra/aws/index.ts';
import type { Kept, RemoveReport } from '../../../infra/remove/index.ts';
import { printable } from '../../../rule/index.ts';

/** What became of it, and what is still there. */
export function removeText(stackName: string, { outcome, kept, purged }: RemoveReport): string {
  const gone = purged === undefined ? '' : `Deleted the bucket ${purged} with all that was in it.\n`;
  const isOver = outcome === 'REMOVED' || outcome === 'NOTHING';
  const left = isOver && kept.length > 0 ? `\nKept:\n${kept.map(keptLine).join('')}` : '';
  return `${verdicts[outcome](stackName)}${gone}${left}`;
}

/** The same for programs. */
export function removeJson(account: Account, stackName: string, report: RemoveReport): string {
  return `${JSON.stringify({ account: account.id, region: account.region, stackName, ...report }, null, 2)}\n`;
}

const verdicts: Readonly<Record<RemoveReport['outcome'], (name: string) => string>> = {
  REMOVED: (name) => `\nRemoved: the stack ${name} is gone.\n`,
  NOTHING: (name) => `There is no stack ${name} here: nothing to remove.\n`,
  DECLINED: () => 'Nothing was removed.\n',
  FAILED: () => '',
  INTERRUPTED: () => '',
  UNKNOWN: () => '',
};

const MAX_NAME = 600;

const keptLine = ({ what, name, command }: Kept): string =>
  `  ${what.padEnd('artifacts bucket'.length)}  ${printable(name, MAX_NAME)}\n${command === undefined ? '' : `    delete it with: ${printable(command, MAX_NAME)}\n`}`;
