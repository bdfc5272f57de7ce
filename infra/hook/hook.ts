/** The names, in the account and Region, of the hooks that the stack registers. */
export const hooks = {
  resource: 'Private::EgressGuard::Resource',
  template: 'Private::EgressGuard::Template',
} as const;

/** How the command line calls them. */
export type HookKey = keyof typeof hooks;

export const hookKeys = ['resource', 'template'] as const satisfies readonly HookKey[];

/** The parameter of the template that says what a failure of a hook does: FAIL or WARN. */
export const failureModeParameters = {
  resource: 'ResourceFailureMode',
  template: 'TemplateFailureMode',
} as const satisfies Record<HookKey, string>;

/** The parameter of the template that says whether both hooks are called: ENABLED or DISABLED. */
export const STATUS_PARAMETER = 'HookStatus';

/** The stack, or the stack set, that is meant where none is named. */
export const DEFAULT_STACK = 'egress-guard';

/** The ARN under which a hook of this name is registered, without a version. */
export function hookArn({ partition, region, id }: HookPlace, key: HookKey): string {
  return `arn:${partition}:cloudformation:${region}:${id}:type/hook/${hooks[key].replaceAll('::', '-')}`;
}

/** `id` is the account's. */
interface HookPlace {
  readonly partition: string;
  readonly region: string;
  readonly id: string;
}
