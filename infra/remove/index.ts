export { canDisableHooks, disableHooks, findHooksOn, readLogGroup, saysHooksOn, switchOff } from './remove.ts';
