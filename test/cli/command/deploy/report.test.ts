import { describe, expect, test } from 'vitest';
import { changesText } from '../../../../cli/aws/changes-text.ts';
import { nextText, stackText } from '../../../../cli/command/deploy/report.ts';
import type { Terminal } from '../../../../cli/terminal/terminal.ts';
import { registeredSettings } from '../../../../infra/aws/hook-settings.ts';
import type { ResourceChange } from '../../../../infra/aws/resource-change.ts';
import { hooks } from '../../../../infra/hook/index.ts';
import type { HookStatus } from '../../../../infra/status/status.ts';

const plain: Terminal['paint'] = (_format, text) => text;
const marked: Terminal['paint'] = (format, text) => `<${[format].flat().join(' ')}>${text}</>`;

const change = (action: ResourceChange['action'], logicalId: string, ...properties: string[]): ResourceChange => ({
  action,
  logicalId,
  type: 'AWS::IAM::Role',
  properties,
});

const changes = [
  change('added', 'A'),
  change('changed', 'B', 'Code', 'Timeout'),
  change('replaced', 'C', 'Alias'),
  change('added', 'D'),
  change('removed', 'E'),
  change('perhaps replaced', 'F\u001b[2J'),
];

describe('what a change set would do', () => {
  test('is a table, the gravest first, with the numbers', () => {
    expect(changesText(changes, plain)).toBe(`CHANGE            RESOURCE    TYPE            WHAT
replaced          C           AWS::IAM::Role  Alias
perhaps replaced  F\\u001b[2J  AWS::IAM::Role
removed           E           AWS::IAM::Role
changed           B           AWS::IAM::Role  Code, Timeout
added             A           AWS::IAM::Role
added             D           AWS::IAM::Role

2 added, 1 changed, 1 removed, 1 perhaps replaced, 1 replaced
`);
  });

  test('is red and bold where something is replaced, and red where it is removed', () => {
    const lines = changesText(changes, marked).split('\n');
    expect(lines.slice(1, 5).map((line) => /^<([^>]+)>(\w+)|^(\w+)/.exec(line)?.slice(1))).toEqual([
      ['bold red', 'replaced', undefined],
      ['bold red', 'perhaps', undefined],
      ['red', 'removed', undefined],
      [undefined, undefined, 'changed'],
    ]);
  });

  test('may be no resource', () => {
    expect(changesText([], plain)).toBe('No resource changes: only parameters, outputs or the text of the template.\n');
  });
});

describe('a stack', () => {
  const stack = {
    id: 'arn',
    name: 'egress-guard',
    status: 'UPDATE_COMPLETE',
    isProtected: false,
    parameters: {},
    outputs: { LogGroupName: 'log', DashboardUrl: 'https://console' },
  };

  const settings = registeredSettings({ HookInvocationStatus: 'DISABLED', FailureMode: 'FAIL' });
  const resource: HookStatus = { hook: hooks.resource, state: 'REGISTERED', settings, isDeclared: true, drift: [] };
  const template: HookStatus = { ...resource, hook: hooks.template, settings: { ...settings, failureMode: 'WARN' } };
  const registered = { hooks: [resource, template] };

  test('is told with its hooks, as they are registered, and outputs', () => {
    expect(stackText(stack, registered, plain)).toBe(`HOOK                            STATUS    ON A FAILURE
Private::EgressGuard::Resource  DISABLED  FAIL: blocks
Private::EgressGuard::Template  DISABLED  WARN: lets pass with a warning

OUTPUT        VALUE
DashboardUrl  https://console
LogGroupName  log
`);
  });

  test('whose hooks are never called says how to have them called', () => {
    const line = '  egress-guard deploy --parameters HookStatus=ENABLED   switch them on: now they are never called\n';
    expect(nextText(registered)).toContain(line);
    const on = { ...resource, settings: { ...settings, status: 'ENABLED' } };
    expect(nextText({ hooks: [on] })).not.toContain(line);
    const drift = [{ setting: 'status', declared: 'ENABLED', registered: 'DISABLED' }];
    expect(nextText({ hooks: [{ ...resource, drift }] })).not.toContain(line);
    expect(nextText({ unread: 'denied' })).not.toContain(line);
  });

  test('is told with what is registered otherwise', () => {
    const drift = [{ setting: 'status', declared: 'ENABLED', registered: 'DISABLED' }];
    const other: HookStatus = { hook: hooks.template, state: 'NOT_REGISTERED', drift: [] };
    expect(stackText(stack, { hooks: [{ ...resource, drift }, other] }, plain).split('\n')).toEqual([
      'HOOK                            STATUS          ON A FAILURE',
      'Private::EgressGuard::Resource  DISABLED        FAIL: blocks',
      'Private::EgressGuard::Template  not registered',
      '',
      'Not as the stack says:',
      '- Private::EgressGuard::Resource: the stack says HookStatus ENABLED, registered is DISABLED',
      '- Private::EgressGuard::Template is not registered: nobody asks it.',
      '',
      expect.stringMatching(/^egress-guard mode sets /),
      expect.stringMatching(/^back only /),
      '',
      'OUTPUT        VALUE',
      'DashboardUrl  https://console',
      'LogGroupName  log',
      '',
    ]);
  });
});
