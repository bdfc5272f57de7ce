import {
  explainAwsFault,
  explainStackSetFault,
  managementAccountOf,
  type StackSet,
  type StackSetAddress,
} from '../../../infra/aws/index.ts';
import { DEFAULT_STACK } from '../../../infra/hook/index.ts';
import { type AwsSession, withAws } from '../../aws/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { RolloutValues } from './options.ts';

export interface RolloutSession extends AwsSession {
  readonly address: StackSetAddress;
  /** The command that tells how it stands. */
  readonly statusCommand: string;
}

/** A command of ours with the options that lead to the same stack set. */
export function commandFor(values: RolloutValues, region: string, action: string): string {
  return [
    `egress-guard rollout ${action}`,
    ...(values.profile === undefined ? [] : [`--profile ${values.profile}`]),
    `--region ${region}`,
    ...(values['stack-set-name'] === DEFAULT_STACK ? [] : [`--stack-set-name ${values['stack-set-name']}`]),
    ...(values['delegated-admin'] ? ['--delegated-admin'] : []),
  ].join(' ');
}

/** What an error means that came while something worked on a stack set; undefined where it is a fault of ours. */
export function explainFault(error: unknown, { account }: AwsSession): string | undefined {
  return explainStackSetFault(error, account.id) ?? explainAwsFault(error);
}

/** Runs what works on a stack set; what StackSets refuse is told in one line. @throws {UsageError} */
export function withStackSet<T>(
  values: RolloutValues,
  terminal: Terminal,
  use: (session: RolloutSession) => Promise<T>,
): Promise<T> {
  return withAws(values, terminal, async (session) => {
    try {
      return await use(sessionOf(values, session));
    } catch (error) {
      const explanation = explainStackSetFault(error, session.account.id);
      throw explanation === undefined ? error : new UsageError(explanation);
    }
  });
}

/** The management account, as far as it can be told: whoever calls as himself is it. */
export function managementAccountFor(session: RolloutSession, stackSet: StackSet | undefined): string | undefined {
  return (
    (stackSet === undefined ? undefined : managementAccountOf(stackSet)) ??
    (session.address.id.CallAs === 'SELF' ? session.account.id : undefined)
  );
}

const sessionOf = (values: RolloutValues, session: AwsSession): RolloutSession => ({
  ...session,
  address: {
    client: session.clients.cloudFormation,
    id: {
      StackSetName: values['stack-set-name'],
      CallAs: values['delegated-admin'] ? 'DELEGATED_ADMIN' : 'SELF',
    },
  },
  statusCommand: commandFor(values, session.account.region, 'status'),
});
