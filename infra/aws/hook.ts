import type { Account } from './account.ts';

/** The names, in the account and Region, of the hooks that the stack registers. */
export const hooks = {
  resource: 'Private::EgressGuard::Resource',
  template: 'Private::EgressGuard::Template',
} as const;

/** How the command line calls them. */
export type HookKey = keyof typeof hooks;

export const hookKeys = ['resource', 'template'] as const satisfies readonly HookKey[];

/** The ARN under which a hook of this name is registered, without a version. */
export function hookArn({ partition, region, id }: Place, key: HookKey): string {
  return `arn:${partition}:cloudformation:${region}:${id}:type/hook/${hooks[key].replaceAll('::', '-')}`;
}

type Place = Pick<Account, 'partition' | 'region' | 'id'>;
