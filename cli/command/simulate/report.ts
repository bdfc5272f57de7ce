import { forEachOf, type ProgressEvent, type StackEvent } from '../../../infra/sandbox/index.ts';
import { printable } from '../../../rule/index.ts';
import type { Terminal } from '../../terminal/index.ts';

/** Prints an operation as it goes, and tells whether it was blocked. */
export interface SimulateReport {
  readonly stack: (name: string, events: AsyncGenerator<StackEvent, string>) => Promise<boolean>;
  readonly requests: (events: AsyncGenerator<ProgressEvent>) => Promise<boolean>;
}

/** One line an event, in the order in which they happen. */
export function textReport(terminal: Terminal): SimulateReport {
  return {
    stack: async (name, events) => {
      let warnings = 0;
      const status = await forEachOf(events, (event) => {
        if (isWarning(event)) warnings += 1;
        terminal.out(eventText(terminal, event));
      });
      const verdict = isDeployed(status) ? 'Deployed' : 'Blocked';
      const warned = warnings === 0 ? '' : `, with ${warnings} hook ${warnings === 1 ? 'warning' : 'warnings'}`;
      terminal.out(`\n${verdict}: stack ${name} is ${paintStatus(terminal, status)}${warned}.\n`);
      return !isDeployed(status);
    },
    requests: async (events) => {
      let [count, blocked] = [0, 0];
      for await (const event of events) {
        count += 1;
        if (event.OperationStatus === 'FAILED') blocked += 1;
        terminal.out(describeRequest(terminal, event));
      }
      terminal.out(
        `\n${blocked === 0 ? 'Created' : 'Blocked'}: ${blocked} of ${count} Cloud Control requests failed.\n`,
      );
      return blocked > 0;
    },
  };
}

/** One document in the end, its events with the names of the AWS API. */
export function jsonReport(terminal: Terminal): SimulateReport {
  return {
    stack: async (name, events) => {
      const all: StackEvent[] = [];
      const status = await forEachOf(events, (event) => all.push(event));
      printJson(terminal, {
        StackName: name,
        StackStatus: status,
        Blocked: !isDeployed(status),
        StackEvents: all,
      });
      return !isDeployed(status);
    },
    requests: async (events) => {
      const all: ProgressEvent[] = [];
      for await (const event of events) all.push(event);
      const isBlocked = all.some(({ OperationStatus }) => OperationStatus === 'FAILED');
      printJson(terminal, { Blocked: isBlocked, ProgressEvents: all });
      return isBlocked;
    },
  };
}

/** An event on one line, as people read it. */
export function eventText(terminal: Terminal, event: StackEvent): string {
  const status = paintStatus(terminal, event.ResourceStatus);
  const hook = event.HookStatus === undefined ? '' : `  ${event.HookType}  ${paintStatus(terminal, event.HookStatus)}`;
  const reason = event.HookStatusReason ?? event.ResourceStatusReason;
  const text = reason === undefined ? '' : `  ${printable(reason, 2000)}`;
  return `${printable(event.LogicalResourceId)}  ${status}${hook}${text}\n`;
}

const isWarning = ({ HookStatus, HookFailureMode }: StackEvent): boolean =>
  HookFailureMode === 'WARN' && (HookStatus === 'HOOK_COMPLETE_FAILED' || HookStatus === 'HOOK_FAILED');

const colours = { bad: 'red', good: 'green', plain: 'reset' } as const;

const paintStatus = ({ paint }: Terminal, status: string): string => paint(colours[colourOf(status)], status);

const colourOf = (status: string): keyof typeof colours => {
  if (/FAILED|ROLLBACK/.test(status)) return 'bad';
  return /COMPLETE|SUCCE/.test(status) ? 'good' : 'plain';
};

const isDeployed = (status: string): boolean => status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';

const describeRequest = (terminal: Terminal, event: ProgressEvent): string => {
  const status = paintStatus(terminal, event.OperationStatus);
  const hook = `${event.HookTypeName}  ${paintStatus(terminal, event.HookStatus)}`;
  return `${printable(event.Identifier)}  ${status}  ${hook}  ${printable(event.HookStatusMessage, 2000)}\n`;
};

const printJson = (terminal: Terminal, value: unknown): void => terminal.out(`${JSON.stringify(value, null, 2)}\n`);
