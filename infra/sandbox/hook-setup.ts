import type { TemplateFiles } from './nested-stack.ts';
import type { FunctionToRun } from './run-function.ts';
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
  /** Puts the payload of the template hook where the function can fetch it. */
  readonly publish: (payload: unknown) => string;
}
