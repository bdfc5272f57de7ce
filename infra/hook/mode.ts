import type { JsonObject } from '../../rule/index.ts';
import { failureModeParameters, type HookKey, hookKeys, STATUS_PARAMETER } from './hook.ts';

/** What hooks can be put into: they block, let pass with a warning, or are not called at all. */
export type Mode = keyof typeof settings;

export const modes = ['fail', 'warn', 'off'] as const satisfies readonly Mode[];

/** The fields of a hook's registered configuration that put it into a mode. */
export function modeConfiguration(mode: Mode): JsonObject {
  const { status: HookInvocationStatus, ...rest } = settings[mode];
  return { HookInvocationStatus, ...('failureMode' in rest && { FailureMode: rest.failureMode }) };
}

/** The parameters of the template that put both hooks into a mode. */
export function modeParameters(mode: Mode): ReadonlyMap<string, string> {
  return new Map([...failureModes(mode, hookKeys), [STATUS_PARAMETER, settings[mode].status]]);
}

/** Those of them that say what a failure does; none of a mode in which none happens. */
export function failureModes(
  mode: Mode,
  keys: readonly HookKey[],
): readonly (readonly [name: string, value: string])[] {
  const wanted = settings[mode];
  return 'failureMode' in wanted ? keys.map((key) => [failureModeParameters[key], wanted.failureMode]) : [];
}

/** The mode that parameters amount to; both are named where the two hooks differ. */
export function modeOf(parameters: ReadonlyMap<string, string>): string {
  if (parameters.get(STATUS_PARAMETER) === settings.off.status) return 'off';
  const resource = nameOf(parameters.get(failureModeParameters.resource));
  const template = nameOf(parameters.get(failureModeParameters.template));
  return resource === template ? resource : `${resource}, template ${template}`;
}

/** A hook that is off keeps what it would do, for the day when it is switched on again. */
const settings = {
  fail: { status: 'ENABLED', failureMode: 'FAIL' },
  warn: { status: 'ENABLED', failureMode: 'WARN' },
  off: { status: 'DISABLED' },
} as const;

const nameOf = (failureMode: string | undefined): string =>
  (['fail', 'warn'] as const).find((mode) => settings[mode].failureMode === failureMode) ?? '?';
