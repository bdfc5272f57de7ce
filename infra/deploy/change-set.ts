import { randomUUID } from 'node:crypto';
import { GetTemplateCommand, type Parameter } from '@aws-sdk/client-cloudformation';
import {
  type ChangeSet,
  type ChangeSetId,
  type Clients,
  createChangeSet,
  deleteChangeSet,
  executeChangeSet,
  followStack,
  isAwsError,
  isRefused,
  lastEventId,
  phaseOf,
  readChangeSet,
  requestDeletion,
  type Stack,
  type StackEvent,
  type Watch,
} from '../aws/index.ts';

/** What a stack is to become. */
export interface Wanted {
  readonly stackName: string;
  /** A template, and where CloudFormation fetches it; without one, the stack keeps its own. */
  readonly template?: { readonly text: string; readonly url: string };
  /** The names of the template's parameters. */
  readonly declared: readonly string[];
  readonly given: Values;
}

/** Takes back what was not executed: the change set, and the stack where there was none before it. */
export async function discard(clients: CloudFormation, id: ChangeSetId, stack: Stack | undefined): Promise<void> {
  try {
    await deleteChangeSet(clients, id);
  } finally {
    if (stack === undefined) await requestDeletion(clients, id.stackId);
  }
}

/** A change set as CloudFormation made it. Where that is interrupted or fails, nothing of it is left. */
export async function prepare(
  clients: CloudFormation,
  wanted: Wanted,
  stack: Stack | undefined,
  pause: Watch['pause'],
): Promise<ChangeSet> {
  const name = `egress-guard-${randomUUID()}`;
  const isUpdate = phaseOf(stack?.status) === 'UPDATE';
  const id = await createChangeSet(clients, {
    StackName: wanted.stackName,
    ChangeSetName: name,
    ClientToken: name,
    ChangeSetType: isUpdate ? 'UPDATE' : 'CREATE',
    ...(wanted.template === undefined ? { UsePreviousTemplate: true } : { TemplateURL: wanted.template.url }),
    Parameters: parametersOf(wanted, isUpdate ? (stack?.parameters ?? {}) : {}),
    Capabilities: ['CAPABILITY_IAM'],
  });
  try {
    const set = await readChangeSet(clients, id, pause);
    if (set.problem !== undefined || stack === undefined || !isUpdate) return set;
    return (await isUnchanged(clients, set, wanted, stack)) ? { ...set, problem: UNCHANGED } : set;
  } catch (error) {
    await discard(clients, id, stack).catch(() => undefined);
    throw error;
  }
}

/** Executes a change set of a stack; events as they come, then the status in which the stack ends. */
export async function* execute(
  clients: CloudFormation,
  set: ChangeSetId,
  stack: Stack | undefined,
  pause: Watch['pause'],
): AsyncGenerator<StackEvent, string> {
  const after = await begin(clients, set, stack);
  return yield* followStack(clients, { stackId: set.stackId, after, pause });
}

type Values = Readonly<Record<string, string>>;

type CloudFormation = Pick<Clients, 'cloudFormation'>;

const UNCHANGED = { isEmpty: true, reason: 'nothing differs' } as const;

/** What is given; of the others what the stack has, where the template still has it; and else the template's default. */
const parametersOf = ({ declared, given }: Wanted, previous: Values): Parameter[] =>
  declared.flatMap((ParameterKey): Parameter[] => {
    if (Object.hasOwn(given, ParameterKey)) return [{ ParameterKey, ParameterValue: given[ParameterKey] }];
    return Object.hasOwn(previous, ParameterKey) ? [{ ParameterKey, UsePreviousValue: true }] : [];
  });

/** A change set without a resource may still change outputs, parameters or the template's text. */
const isUnchanged = async (clients: CloudFormation, set: ChangeSet, wanted: Wanted, stack: Stack): Promise<boolean> => {
  if (set.changes.length > 0 || !isWithin(set.parameters, stack.parameters)) return false;
  if (!isWithin(stack.parameters, set.parameters)) return false;
  const { TemplateBody: body } = await clients.cloudFormation.send(
    new GetTemplateCommand({ StackName: stack.id, TemplateStage: 'Original' }),
  );
  return wanted.template === undefined || body === wanted.template.text;
};

const isWithin = (one: Values, other: Values): boolean =>
  Object.entries(one).every(([name, value]) => Object.hasOwn(other, name) && other[name] === value);

/** Executes a change set, which is taken back where that is refused; the id of the last event before. */
const begin = async (clients: CloudFormation, set: ChangeSetId, stack: Stack | undefined) => {
  let isSent = false;
  try {
    const after = await lastEventId(clients, set.stackId);
    isSent = true;
    await executeChangeSet(clients, set, `egress-guard-${randomUUID()}`);
    return after;
  } catch (error) {
    if (!isSent || isAwsError(error, 'denied') || isRefused(error))
      await discard(clients, set, stack).catch(() => undefined);
    throw error;
  }
};
