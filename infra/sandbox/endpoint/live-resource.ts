import { isObject } from '../../../rule/index.ts';
import { type Home, physicalIdOf } from '../identity.ts';
import type { SandboxAccount } from './account.ts';

/** A function or role that a stack created: it begins as declared, and whoever changes it changes it without the stack. */
export interface LiveResource {
  readonly logicalId: string;
  readonly name: string;
  readonly home: Home;
  readonly properties: Record<string, unknown>;
  /** Where the code lies that a function was given later. */
  codeFile?: string;
}

/** Finds what is there by its name or ARN. */
export function findLive(account: SandboxAccount, type: string, nameOrArn: string): LiveResource | undefined {
  const name = nameOrArn.split(/[:/]/).at(-1) ?? '';
  const known = account.live.get(name);
  if (known !== undefined) return known;
  for (const { stack, home } of account.stacks.values()) {
    const found = stack?.resources.find(
      (one) => one.type === type && physicalIdOf(type, stack.name, one.logicalId, home) === name,
    );
    if (found === undefined) continue;
    const properties = isObject(found.resolved) ? { ...found.resolved } : {};
    const live: LiveResource = { logicalId: found.logicalId, name, home, properties };
    account.live.set(name, live);
    return live;
  }
  return undefined;
}
