import type { HookKey } from '../hook/index.ts';
import type { HookRecord } from './call-hook.ts';
import type { Operation } from './change.ts';
import type { TemplateFiles } from './nested-stack.ts';
import type { FunctionToRun } from './run-function.ts';
import type { Stack } from './stack.ts';
import type { FailureMode } from './stack-event.ts';

/** How the sandbox calls the two hooks. */
export interface HookSetup extends Omit<FunctionToRun, 'bundle'> {
  /** Paths of the bundles of the two functions. */
  readonly bundles: { readonly resource: string; readonly template: string };
  readonly resourceMode: FailureMode;
  readonly templateMode: FailureMode;
  /** The resource hook is called by Cloud Control, which knows no stack. */
  readonly isCloudControl: boolean;
  /** The resource hook gets every number and boolean as a string. */
  readonly isStringified: boolean;
  /** Absent: nested stacks are not looked into. */
  readonly templateFiles?: TemplateFiles;
  /** Where many operations run at once: begins a function when there is room for its process. */
  readonly queue?: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Makes the id of an invocation, another one each time. */
  readonly nextId: () => string;
  /** Told of every invocation. */
  readonly onResult?: (record: HookRecord) => void;
  /** Told of every stack that an operation begins on, nested ones too. */
  readonly onBegin?: (operation: Operation, parent?: Stack) => void;
  /** Whether a hook is called for a stack; Default: both are. */
  readonly isCalled?: (key: HookKey, stackName: string) => boolean;
  /** Puts the payload of the template hook where the function can fetch it. */
  readonly publish: (payload: unknown) => string;
}
