import { awsHelp } from '../../aws/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { apply } from './apply.ts';
import { setMode } from './mode.ts';
import { readArguments } from './options.ts';
import { remove } from './remove.ts';
import { showStatus } from './status.ts';

export const rolloutHelp = `Usage: egress-guard rollout --ou UNIT --target-region REGION [options]
       egress-guard rollout status [options]
       egress-guard rollout mode fail|warn|off (--ou UNIT | --all) [options]
       egress-guard rollout remove (--ou UNIT | --all) [options]

Rolls the hooks out to an organization, as a service-managed StackSet from the same template that deploy uses. Run it in the
management account, or in a delegated administrator of StackSets, always in the same Region: the stack set lives there.

A rollout begins by warning (--warn). Read the findings, then block unit by unit: rollout mode fail --ou. AWS applies the
mode of a unit to the accounts that are in it at that moment. Accounts that join later get the mode of the stack set, also
when their unit has another: rollout mode --all sets it, for all accounts and those to come. StackSets skip the management
account; deploy does it.

Where to roll out, and what:
  --ou UNIT                   an organizational unit with all below it, or the root (r-...); as often as needed
  --target-region REGION      a Region to roll out to, one after the other in this order; as often as needed
                              Without the two, what is rolled out is brought up to date.
  --warn, --fail              what both hooks do on a violation (default for a new stack set: warn)
  --parameters Name=Value     a parameter of the template, also as the AWS CLI takes it: shorthand, JSON, file://FILE; may be
                              repeated. Those not given stay as they are
  --template FILE             a built template (default: the one of this version)
  --no-auto-deployment        accounts that join a unit later do not get the hooks; --auto-deployment: they do (default)

How fast, also for mode and remove:
  --failure-tolerance N|N%    accounts in a Region that may fail before it is given up (default: 0)
  --max-concurrent N|N%       accounts in a Region at a time (default: 1); so many may fail beyond the tolerance
  --regions-in-parallel       all Regions at once

Options:
  --stack-set-name NAME       (default: egress-guard)
  --delegated-admin           this account is a delegated administrator of StackSets
  --yes                       do not ask
  --format text|json          for people or for programs (default: text)
${awsHelp}

Ctrl-C leaves what has been started to AWS; rollout status tells how it goes on. The same command again does what is left.

Exit codes: 0 done, or nothing to do; 2 wrong use, declined, or something failed in an account; 130 interrupted: it goes on

Examples:
  egress-guard rollout --ou ou-ab12-34567890 --target-region eu-west-1 --target-region us-east-1
  egress-guard rollout --ou r-ab12 --target-region eu-west-1 --max-concurrent 25% --failure-tolerance 10% --yes
  egress-guard rollout status
  egress-guard rollout mode fail --ou ou-ab12-34567890
  egress-guard rollout mode warn --all --regions-in-parallel --max-concurrent 100% --failure-tolerance 100%
  egress-guard rollout remove --all
`;

/** Runs the command. @throws {UsageError} */
export async function rollout(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  const given = readArguments(args);
  return actions[given.action](given, terminal, dist);
}

const actions = { apply, status: showStatus, mode: setMode, remove } as const;
