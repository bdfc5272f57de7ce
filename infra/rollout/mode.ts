import type { Mode } from '../mode/index.ts';

/** What the hooks of a rollout can be put into. */
export const modes: readonly Mode[] = ['fail', 'warn', 'off'];

/** The parameters of the template that put both hooks into a mode. */
export function modeParameters(mode: Mode): ReadonlyMap<string, string> {
  return new Map(Object.entries(settings[mode]));
}

/** The mode that parameters amount to; both are named where the two hooks differ. */
export function modeOf(parameters: ReadonlyMap<string, string>): string {
  if (parameters.get('HookStatus') === 'DISABLED') return 'off';
  const resource = nameOf(parameters.get('ResourceFailureMode'));
  const template = nameOf(parameters.get('TemplateFailureMode'));
  return resource === template ? resource : `${resource}, template ${template}`;
}

/** A switched-off hook keeps what it would do, for the day when it is switched on again. */
const settings = {
  fail: { ResourceFailureMode: 'FAIL', TemplateFailureMode: 'FAIL', HookStatus: 'ENABLED' },
  warn: { ResourceFailureMode: 'WARN', TemplateFailureMode: 'WARN', HookStatus: 'ENABLED' },
  off: { HookStatus: 'DISABLED' },
} as const satisfies Record<Mode, object>;

const modeNames: Readonly<Record<string, string>> = { FAIL: 'fail', WARN: 'warn' };

const nameOf = (value: string | undefined): string =>
  value !== undefined && Object.hasOwn(modeNames, value) ? (modeNames[value] ?? '?') : '?';
