import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { JsonObject } from '../../rule/index.ts';
import { changeConfiguration, readConfiguration, registeredSettings, writeConfiguration } from '../aws/index.ts';
import { type HookKey, hooks, type Mode, modeConfiguration } from '../hook/index.ts';

/** How a hook stands: whether it is called, and what a failure of it does. */
export interface HookMode {
  readonly status: string;
  readonly failureMode: string;
}

/** What a mode makes of one hook. */
export interface ModeChange {
  readonly key: HookKey;
  readonly hook: string;
  readonly before: HookMode;
  readonly after: HookMode;
  readonly isChange: boolean;
  /** The whole configuration that is to be registered. */
  readonly document: JsonObject;
}

/** What hinders a change; the hook stays as it is. */
export interface ModeProblem {
  readonly key: HookKey;
  readonly hook: string;
  /** A text, or what AWS threw. */
  readonly fault: unknown;
}

/** Reads how hooks stand and what a mode changes of it. What hinders one does not hinder another. */
export function planMode(
  client: CloudFormationClient,
  keys: readonly HookKey[],
  mode: Mode,
): Promise<readonly (ModeChange | ModeProblem)[]> {
  return Promise.all(
    keys.map((key) => plan(client, key, mode).catch((fault: unknown) => ({ key, hook: hooks[key], fault }))),
  );
}

/** Makes a change; tells what hindered it. Neither the function nor the stack has to work for it. */
export async function applyMode(
  client: CloudFormationClient,
  { key, hook, document }: ModeChange,
): Promise<ModeProblem | undefined> {
  try {
    await writeConfiguration(client, key, document);
    return undefined;
  } catch (fault) {
    return { key, hook, fault };
  }
}

const NOT_REGISTERED = 'it is not registered in this account and Region';

const plan = async (client: CloudFormationClient, key: HookKey, mode: Mode): Promise<ModeChange | ModeProblem> => {
  const registered = await readConfiguration(client, key);
  const hook = hooks[key];
  if (registered.state === 'NOT_REGISTERED') return { key, hook, fault: NOT_REGISTERED };
  if (registered.state === 'UNREADABLE') return { key, hook, fault: registered.problem };
  const { document, configuration } = registered;
  const wanted = modeConfiguration(mode);
  const before = standingOf(configuration);
  const after = standingOf({ ...configuration, ...wanted });
  const isChange = before.status !== after.status || before.failureMode !== after.failureMode;
  return { key, hook, before, after, isChange, document: changeConfiguration(document, wanted) };
};

const standingOf = (configuration: JsonObject): HookMode => {
  const { status, failureMode } = registeredSettings(configuration);
  return { status, failureMode };
};
