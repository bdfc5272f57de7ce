export {
  DEFAULT_STACK,
  failureModeParameters,
  type HookKey,
  hookArn,
  hookKeys,
  hooks,
  STATUS_PARAMETER,
} from './hook.ts';
export { failureModes, type Mode, modeConfiguration, modeOf, modeParameters, modes } from './mode.ts';
