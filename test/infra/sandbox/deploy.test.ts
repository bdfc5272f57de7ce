import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../infra/sandbox/change.ts';
import { deploy, deployChangeSet } from '../../../infra/sandbox/deploy.ts';
import type { HookSetup } from '../../../infra/sandbox/hook-setup.ts';
import type { StackEvent } from '../../../infra/sandbox/stack-event.ts';
import { collect, pickyHook, securityGroup, stackOf } from '../../support/stacks.ts';

const line = ({ LogicalResourceId, ResourceStatus, ...event }: StackEvent): string => {
  const reason = event.HookStatusReason ?? event.ResourceStatusReason;
  return [LogicalResourceId, ResourceStatus, event.HookStatus, reason && `"${reason}"`].filter(Boolean).join(' ');
};

/** Every event in a line, the stack's status in the end. */
const play = async (operation: Operation, changes: Partial<HookSetup> = {}, way = deploy): Promise<string[]> => {
  const events = way(operation, await pickyHook(changes));
  const lines: string[] = [];
  let next = await events.next();
  for (; next.done !== true; next = await events.next()) lines.push(line(next.value));
  return [...lines, next.value];
};

const group = (GroupDescription: string, attributes = {}) => securityGroup({ GroupDescription }, attributes);
const vpc = (CidrBlock: string) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock } });

const asked = (id: string, action: 'CREATE' | 'UPDATE', answer: string): string[] => [
  `${id} ${action}_IN_PROGRESS`,
  `${id} ${action}_IN_PROGRESS HOOK_IN_PROGRESS "Invoking hook"`,
  `${id} ${action}_IN_PROGRESS ${answer}`,
];

const passed = (id: string, action: 'CREATE' | 'UPDATE', answer: string): string[] => [
  ...asked(id, action, answer),
  `${id} ${action}_IN_PROGRESS "Hook invocations complete.  Resource ${action === 'CREATE' ? 'creation' : 'update'} initiated"`,
  `${id} ${action}_COMPLETE`,
];

const refused = (id: string, action: 'CREATE' | 'UPDATE', answer: string): string[] => [
  ...asked(id, action, answer),
  `${id} ${action}_FAILED "The following hook(s) failed: [Private::EgressGuard::Resource]"`,
];

const done = (id: string, action: 'CREATE' | 'UPDATE' | 'DELETE'): string[] => [
  `${id} ${action}_IN_PROGRESS`,
  `${id} ${action}_COMPLETE`,
];

/** A stack that is begun, and what its template hook answers. */
const begun = (action: 'CREATE' | 'UPDATE', answer = GOOD): string[] => [
  `demo ${action}_IN_PROGRESS "User Initiated"`,
  `demo ${action}_IN_PROGRESS HOOK_IN_PROGRESS "Invoking hook"`,
  `demo ${action}_IN_PROGRESS ${answer}`,
];

const GOOD = 'HOOK_COMPLETE_SUCCEEDED "Hook succeeded with message: It is good."';
const BAD = 'HOOK_COMPLETE_FAILED "Hook failed with message: It is bad."';
const BROKEN = 'HOOK_FAILED "Hook failed with message: The function ended with exit code 7."';

describe('deploy', () => {
  test('creates a stack in the order of its dependencies, and asks the hook of security groups only', async () => {
    const stack = stackOf({ Sg: group('good', { DependsOn: 'Vpc' }), Vpc: vpc('10.0.0.0/16') });
    expect(await play({ stack })).toEqual([
      ...begun('CREATE'),
      ...done('Vpc', 'CREATE'),
      ...passed('Sg', 'CREATE', GOOD),
      'demo CREATE_COMPLETE',
      'CREATE_COMPLETE',
    ]);
  });

  test('rolls back what it created where the hook refuses, and starts nothing that waits for it', async () => {
    const stack = stackOf({
      Late: vpc('10.1.0.0/16'),
      Bad: group('bad', { DependsOn: 'Vpc' }),
      Good: group('good', { DependsOn: 'Vpc' }),
      Never: group('good', { DependsOn: 'Bad' }),
      Vpc: vpc('10.0.0.0/16'),
    });
    expect(await play({ stack })).toEqual([
      ...begun('CREATE'),
      ...done('Late', 'CREATE'),
      ...done('Vpc', 'CREATE'),
      ...refused('Bad', 'CREATE', BAD),
      ...passed('Good', 'CREATE', GOOD),
      'demo ROLLBACK_IN_PROGRESS "The following resource(s) failed to create: [Bad]. Rollback requested by user."',
      ...done('Good', 'DELETE'),
      ...done('Vpc', 'DELETE'),
      ...done('Late', 'DELETE'),
      'demo ROLLBACK_COMPLETE',
      'ROLLBACK_COMPLETE',
    ]);
  });

  test('names every resource that the hook refused, and blocks on a hook that broke down', async () => {
    const stack = stackOf({ Bad: group('bad'), Broken: group('broken') });
    expect(await play({ stack })).toEqual([
      ...begun('CREATE'),
      ...refused('Bad', 'CREATE', BAD),
      ...refused('Broken', 'CREATE', BROKEN),
      'demo ROLLBACK_IN_PROGRESS "The following resource(s) failed to create: [Bad, Broken]. Rollback requested by user."',
      'demo ROLLBACK_COMPLETE',
      'ROLLBACK_COMPLETE',
    ]);
  });

  test('goes on where the hook only warns, though it broke down', async () => {
    const stack = stackOf({ Bad: group('bad'), Broken: group('broken') });
    expect(await play({ stack }, { resourceMode: 'WARN' })).toEqual([
      ...begun('CREATE'),
      ...passed('Bad', 'CREATE', BAD),
      ...passed('Broken', 'CREATE', BROKEN),
      'demo CREATE_COMPLETE',
      'CREATE_COMPLETE',
    ]);
  });

  test('updates what changed, creates what is new, removes what is gone, and leaves the rest', async () => {
    const previous = stackOf({ Same: group('bad'), Changed: group('old'), Gone: group('bad') });
    const stack = stackOf({ Same: group('bad'), Changed: group('new'), New: group('good') });
    expect(await play({ stack, previous })).toEqual([
      ...begun('UPDATE'),
      ...passed('Changed', 'UPDATE', GOOD),
      ...passed('New', 'CREATE', GOOD),
      'demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      ...done('Gone', 'DELETE'),
      'demo UPDATE_COMPLETE',
      'UPDATE_COMPLETE',
    ]);
  });

  test('rolls an update back to what was there', async () => {
    const previous = stackOf({ Vpc: vpc('10.0.0.0/16'), Sg: group('good'), Gone: group('good') });
    const stack = stackOf({ Vpc: vpc('10.1.0.0/16'), New: group('good'), Sg: group('bad') });
    expect(await play({ stack, previous })).toEqual([
      ...begun('UPDATE'),
      ...done('Vpc', 'UPDATE'),
      ...passed('New', 'CREATE', GOOD),
      ...refused('Sg', 'UPDATE', BAD),
      'demo UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Sg]. Rollback requested by user."',
      ...done('Vpc', 'UPDATE'),
      'demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      ...done('New', 'DELETE'),
      'demo UPDATE_ROLLBACK_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  test('removes a resource before the one that it depends on', async () => {
    const previous = stackOf({ Rule: group('good', { DependsOn: 'Sg' }), Sg: group('good'), Kept: group('good') });
    const stack = stackOf({ Kept: group('good') });
    expect(await play({ stack, previous })).toEqual([
      ...begun('UPDATE'),
      'demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      ...done('Rule', 'DELETE'),
      ...done('Sg', 'DELETE'),
      'demo UPDATE_COMPLETE',
      'UPDATE_COMPLETE',
    ]);
  });

  test('touches no resource of a new stack whose template the hook refuses', async () => {
    const stack = stackOf({ Sg: group('good') }, { Description: 'hopeless' });
    expect(await play({ stack })).toEqual([
      ...begun('CREATE', BAD),
      'demo ROLLBACK_IN_PROGRESS "The following hook(s) failed: [Private::EgressGuard::Template]. Rollback requested by user."',
      'demo ROLLBACK_COMPLETE',
      'ROLLBACK_COMPLETE',
    ]);
  });

  test('leaves a stack as it was whose new template the hook refuses', async () => {
    const stack = stackOf({ Sg: group('new') }, { Description: 'hopeless' });
    expect(await play({ stack, previous: stackOf({ Sg: group('old') }) })).toEqual([
      ...begun('UPDATE', BAD),
      'demo UPDATE_ROLLBACK_IN_PROGRESS "The following hook(s) failed: [Private::EgressGuard::Template]. Rollback requested by user."',
      'demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'demo UPDATE_ROLLBACK_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  test('goes on to the resources where the template hook only warns', async () => {
    const stack = stackOf({ Sg: group('good') }, { Description: 'hopeless' });
    expect(await play({ stack }, { templateMode: 'WARN' })).toEqual([
      ...begun('CREATE', BAD),
      ...passed('Sg', 'CREATE', GOOD),
      'demo CREATE_COMPLETE',
      'CREATE_COMPLETE',
    ]);
  });

  test('says on each event of a hook which hook it is and how it is set', async () => {
    const events = await collect(
      deploy({ stack: stackOf({ Sg: group('good') }) }, await pickyHook({ resourceMode: 'WARN' })),
    );
    const hook = {
      HookType: 'Private::EgressGuard::Resource',
      HookInvocationPoint: 'PRE_PROVISION',
      HookFailureMode: 'WARN',
    };
    const template = { ...hook, HookType: 'Private::EgressGuard::Template', HookFailureMode: 'FAIL' };
    expect(events.filter(({ HookStatus }) => HookStatus !== undefined)).toEqual([
      expect.objectContaining({ ...template, HookStatus: 'HOOK_IN_PROGRESS' }),
      expect.objectContaining({ ...template, HookStatus: 'HOOK_COMPLETE_SUCCEEDED' }),
      expect.objectContaining({ ...hook, HookStatus: 'HOOK_IN_PROGRESS' }),
      expect.objectContaining({ ...hook, HookStatus: 'HOOK_COMPLETE_SUCCEEDED' }),
    ]);
  });
});

describe('deployChangeSet', () => {
  const asks = (answer: string): string[] => [
    'demo-changes CREATE_IN_PROGRESS',
    'demo-changes CREATE_IN_PROGRESS HOOK_IN_PROGRESS "Invoking hook"',
    `demo-changes CREATE_IN_PROGRESS ${answer}`,
  ];
  const FAILED =
    'demo-changes FAILED "Change set creation failed. The following hook(s) failed: [Private::EgressGuard::Template]"';
  const hopeless = stackOf({ Sg: group('good') }, { Description: 'hopeless' });

  test('makes a change set, and executes it', async () => {
    expect(await play({ stack: stackOf({ Vpc: vpc('10.0.0.0/16') }) }, {}, deployChangeSet)).toEqual([
      ...asks(GOOD),
      'demo-changes CREATE_COMPLETE',
      ...begun('CREATE'),
      ...done('Vpc', 'CREATE'),
      'demo CREATE_COMPLETE',
      'CREATE_COMPLETE',
    ]);
  });

  test('begins no stack where the hook refuses the change set', async () => {
    expect(await play({ stack: hopeless }, {}, deployChangeSet)).toEqual([...asks(BAD), FAILED, 'REVIEW_IN_PROGRESS']);
  });

  test('begins no update where the hook refuses the change set', async () => {
    const previous = stackOf({ Sg: group('old') });
    expect(await play({ stack: hopeless, previous }, {}, deployChangeSet)).toEqual([...asks(BAD), FAILED, 'FAILED']);
  });
});
