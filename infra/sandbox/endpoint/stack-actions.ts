import { randomUUID } from 'node:crypto';
import { isObject, own } from '../../../rule/index.ts';
import { partitionOf } from '../../partition.ts';
import { makeEvent } from '../stack-event.ts';
import { addStack, findStack, type StackRecord } from './account.ts';
import { type Action, type Context, pageOf, stackOf } from './action.ts';
import { beginDeletion, beginDeployment, recorder, resolveStack, subjectOf } from './deployment.ts';
import { describeEvent, describeResources, describeStack, isUnchanged, summarizeStack } from './describe.ts';
import type { QueryInput, QueryOutput } from './query.ts';
import { invalid, ServiceError } from './service-error.ts';
import { capabilitiesOf, expectCapabilities, optional, readName, readStackInput, required } from './stack-input.ts';
import { readTemplate } from './template-input.ts';

/** Makes and changes stacks. */
export const stackActions: Readonly<Record<string, Action>> = {
  CreateStack: async (input, context) => {
    const { sandbox, home } = context;
    const name = readName(input, 'StackName');
    const there = findStack(sandbox.account, name, home);
    if (there !== undefined) throw new ServiceError('AlreadyExistsException', `Stack [${name}] already exists`);
    const given = readTemplate(input, sandbox.store, undefined);
    const stackInput = readStackInput(input, undefined);
    expectCapabilities(given.template, stackInput, true);
    const id = stackArn(name, context);
    const stack = resolveStack(sandbox, given, { name, home, id, parameters: stackInput.parameters });
    const record = addStack(sandbox.account, id, name, home);
    record.input = stackInput;
    record.isProtected = optional(input, 'EnableTerminationProtection') === 'true';
    await beginDeployment(sandbox, record, { stack }, stackInput);
    return { StackId: id };
  },

  UpdateStack: async (input, context) => {
    const { sandbox, home } = context;
    const record = stackOf(input, context);
    const previous = expectUpdatable(record);
    const given = readTemplate(input, sandbox.store, previous.text);
    const stackInput = readStackInput(input, record);
    expectCapabilities(given.template, stackInput, true);
    const { name, id } = record;
    const stack = resolveStack(sandbox, given, { name, home, id, parameters: stackInput.parameters });
    if (isUnchanged({ stack, previous })) throw invalid('No updates are to be performed.');
    await beginDeployment(sandbox, record, { stack, previous }, stackInput);
    return { StackId: id };
  },

  DeleteStack: async (input, context) => {
    const { sandbox, home } = context;
    const record = findStack(sandbox.account, required(input, 'StackName'), home);
    // What is not there, or no more, is deleted.
    if (record === undefined || record.status === 'DELETE_COMPLETE') return {};
    if (record.isProtected)
      throw invalid(`Stack [${record.name}] cannot be deleted while TerminationProtection is enabled`);
    if (record.parent !== undefined)
      throw invalid(`Stack [${record.name}] is nested: delete the stack ${record.parent.name} instead`);
    expectIdle(record, 'deleted');
    await beginDeletion(sandbox, record, optional(input, 'ClientRequestToken'));
    return {};
  },

  DescribeStacks: (input, context) => {
    if (input['StackName'] !== undefined) return { Stacks: [describeStack(stackOf(input, context))] };
    const { page, NextToken } = pageOf(stacksIn(context).filter(isThere), input);
    return { Stacks: page.map(describeStack), NextToken };
  },

  ListStacks: (input, context) => {
    const wanted = [input['StackStatusFilter'] ?? []].flat();
    const listed = stacksIn(context).filter(({ status }) => wanted.length === 0 || wanted.includes(status));
    const { page, NextToken } = pageOf(listed, input);
    return { StackSummaries: page.map(summarizeStack), NextToken };
  },

  DescribeStackEvents: (input, context) => {
    const { page, NextToken } = pageOf(stackOf(input, context).events.toReversed(), input);
    return { StackEvents: page.map(describeEvent), NextToken };
  },

  DescribeStackResource: (input, context) => {
    const record = stackOf(input, context);
    return { StackResourceDetail: resourceOf(record, required(input, 'LogicalResourceId')) };
  },

  DescribeStackResources: (input, context) => {
    const record = stackOf(input, context);
    const logicalId = optional(input, 'LogicalResourceId');
    return { StackResources: logicalId === undefined ? describeResources(record) : [resourceOf(record, logicalId)] };
  },

  ListStackResources: (input, context) => {
    const { page, NextToken } = pageOf(describeResources(stackOf(input, context)), input);
    return { StackResourceSummaries: page, NextToken };
  },

  GetTemplate: (input, context) => {
    const record = stackOf(input, context);
    const set = optional(input, 'ChangeSetName');
    const changeSet = [...record.changeSets.values()].find(({ id, name }) => id === set || name === set);
    const stack = changeSet?.operation.stack ?? record.stack ?? record.pending?.operation.stack;
    return { TemplateBody: stack?.text, StagesAvailable: ['Original', 'Processed'] };
  },

  GetTemplateSummary: (input, context) => summaryOf(input, context),

  ValidateTemplate: (input, context) => {
    const { Parameters, Capabilities, CapabilitiesReason, Description } = summaryOf(input, context);
    return { Parameters, Capabilities, CapabilitiesReason, Description };
  },

  UpdateTerminationProtection: (input, context) => {
    const record = stackOf(input, context);
    record.isProtected = required(input, 'EnableTerminationProtection') === 'true';
    return { StackId: record.id };
  },
};

/** A stack that has nothing yet, for a change set to create. */
export function reviewStack(name: string, context: Context): StackRecord {
  const { sandbox, home } = context;
  const record = addStack(sandbox.account, stackArn(name, context), name, home);
  recorder(sandbox, undefined)(makeEvent(record, subjectOf(record), 'REVIEW_IN_PROGRESS', 'User Initiated'));
  return record;
}

/** The stack as it is deployed. @throws {ServiceError} where it cannot be updated */
export function expectUpdatable(record: StackRecord): NonNullable<StackRecord['stack']> {
  const { id, status, stack } = record;
  expectIdle(record, 'updated');
  if (stack === undefined || !/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status))
    throw invalid(`Stack:${id} is in ${status} state and can not be updated.`);
  return stack;
}

/** @throws {ServiceError} where something else is under way */
const expectIdle = ({ id, status }: StackRecord, what: string): void => {
  if (/^(CREATE|UPDATE|DELETE|ROLLBACK|UPDATE_ROLLBACK).*_IN_PROGRESS$/.test(status))
    throw invalid(`Stack:${id} is in ${status} state and can not be ${what}.`);
};

const stackArn = (name: string, { home: { account, region } }: Context): string =>
  `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`;

const stacksIn = ({ sandbox, home: { region } }: Context): readonly StackRecord[] =>
  [...sandbox.account.stacks.values()].filter(({ home }) => home.region === region).toReversed();

const isThere = ({ status }: StackRecord): boolean => status !== 'DELETE_COMPLETE';

const resourceOf = (record: StackRecord, logicalId: string): QueryOutput => {
  const found = describeResources(record).find((one) => one.LogicalResourceId === logicalId);
  if (found === undefined) throw invalid(`Resource ${logicalId} does not exist for stack ${record.name}`);
  return found;
};

const summaryOf = (input: QueryInput, context: Context): QueryOutput => {
  const record = input['StackName'] === undefined ? undefined : stackOf(input, context);
  const previous = record && { UsePreviousTemplate: 'true' };
  const { template } = readTemplate({ ...previous, ...input }, context.sandbox.store, record?.stack?.text);
  const capabilities = capabilitiesOf(template, true);
  const resources = own(template, 'Resources');
  const types = isObject(resources)
    ? Object.values(resources).flatMap((one) => (isObject(one) ? [String(own(one, 'Type'))] : []))
    : [];
  const description = own(template, 'Description');
  return {
    Parameters: declarationsIn(own(template, 'Parameters')),
    Description: typeof description === 'string' ? description : undefined,
    ...(capabilities.length > 0 && {
      Capabilities: capabilities,
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::*, macros]',
    }),
    ResourceTypes: [...new Set(types)],
    Version: '2010-09-09',
  };
};

const declarationsIn = (declared: unknown): readonly QueryOutput[] =>
  Object.entries(isObject(declared) ? declared : {}).map(([ParameterKey, one]) => {
    const { Default, NoEcho, Type, Description } = isObject(one) ? one : {};
    return {
      ParameterKey,
      DefaultValue: Default === undefined ? undefined : String(Default),
      ParameterType: String(Type ?? 'String'),
      NoEcho: String(NoEcho) === 'true',
      Description: typeof Description === 'string' ? Description : undefined,
    };
  });
