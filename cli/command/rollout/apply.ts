import { type Account, artifactsBucketName } from '../../../infra/aws/index.ts';
import { modeOf } from '../../../infra/hook/index.ts';
import {
  type CurrentRollout,
  type DesiredRollout,
  type RolloutSession,
  rollOut,
  type Step,
} from '../../../infra/rollout/index.ts';
import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { readWish } from './desired-rollout.ts';
import type { RolloutArguments, RolloutValues } from './options.ts';
import { tellReport } from './report.ts';
import { commandFor, withStackSet } from './session.ts';
import { readPace } from './values.ts';

/** Rolls out, or brings what is rolled out up to date. @throws {UsageError} */
export async function apply(given: RolloutArguments, terminal: Terminal, dist: string): Promise<ExitCode> {
  const { values } = given;
  const pace = readPace(values);
  const wish = await readWish(values, terminal, dist);
  return withStackSet(
    given,
    terminal,
    async (session) => {
      const report = await rollOut(session, wish, pace);
      const { current, managementAccount } = report;
      const warns = isWarning(wish, current);
      const next =
        managementText(managementAccount, regionsOf(wish, current), warns) +
        (warns ? waveText(values, session, wish) : '');
      return tellReport(report, given, session, terminal, next);
    },
    ({ steps }, { account }) => notesFor(steps, account),
  );
}

/** Whether accounts that join begin by warning. */
const isWarning = (wish: DesiredRollout, current: CurrentRollout | undefined): boolean =>
  wish.mode === undefined && current !== undefined
    ? modeOf(current.stackSet.parameters) === 'warn'
    : (wish.mode ?? 'warn') === 'warn';

/** What a person has to know before agreeing. */
const notesFor = (steps: readonly Step[], account: Account): string[] => [
  ...(steps.some(({ kind }) => kind === 'UPDATE_SET')
    ? ['Stacks with values of their own for a parameter keep them.']
    : []),
  ...(steps.some(needsTemplate)
    ? [`The template goes into the bucket ${artifactsBucketName(account)}, made where it is missing.`]
    : []),
];

const needsTemplate = (step: Step): boolean =>
  step.kind === 'CREATE_SET' || (step.kind === 'UPDATE_SET' && step.hasNewTemplate);

const managementText = (account = 'of the organization', regions: readonly string[], isWarning: boolean): string =>
  [
    `\nStackSets skip the management account ${account}. To have the hooks there, too, run with its credentials:\n`,
    ...regions.map((region) => `  egress-guard deploy${isWarning ? ' --warn' : ''} --region ${region}\n`),
  ].join('');

/** The Regions that the management account needs a stack in. */
const regionsOf = (wish: DesiredRollout, current: CurrentRollout | undefined): readonly string[] =>
  [...new Set([...(current?.stackSet.regions ?? []), ...wish.regions])].sort();

const waveText = (
  values: RolloutValues,
  { account }: RolloutSession,
  { organizationalUnits: [unit] }: DesiredRollout,
): string =>
  [
    '\nThe hooks warn. Once the findings are dealt with, let them block, unit by unit:\n',
    `  ${commandFor(values, account.region, 'mode fail')} --ou ${unit ?? 'UNIT'}\n`,
  ].join('');
