import { ServiceError } from '../../../infra/sandbox/endpoint/service-error.ts';
import type { Call } from './stand-in.ts';

/** A result of a hook, as AWS would keep it. */
export interface KeptResult {
  readonly id: string;
  /** The name of the hook. */
  readonly hook: string;
  readonly status: 'HOOK_IN_PROGRESS' | 'HOOK_COMPLETE_SUCCEEDED' | 'HOOK_COMPLETE_FAILED' | 'HOOK_FAILED';
  readonly invokedAt: Date;
  readonly reason?: string;
  readonly failureMode?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  readonly executionTarget?: string;
  /** What only GetHookResult tells. */
  readonly target?: { readonly [name: string]: string };
  readonly annotations?: readonly { readonly [name: string]: string }[];
}

/** What CloudFormation knows of hooks, which moto does not: the tests change it as they like. */
export interface HookApi {
  /** The configuration, a JSON text, of each registered hook by its name. */
  readonly configurations: Map<string, string>;
  /** In the order in which they are listed. */
  readonly results: KeptResult[];
  /** How AWS answers for a hook that it does not know. */
  missing: 'throws' | 'error' | 'unprocessed';
  /** So many results a page. */
  pageSize: number;
  /** What the caller may do; undefined: everything. */
  allowed?: ReadonlySet<string>;
  /** What goes wrong before an action is answered, in order. */
  readonly faults: Fault[];
}

/** An error of AWS, or without one a broken connection, at the next call of an action. */
export interface Fault {
  readonly action: string;
  readonly code?: string;
  readonly message?: string;
}

/** The ARN under which a hook is registered. */
export const arnOf = (name: string): string =>
  `arn:aws:cloudformation:us-east-1:123456789012:type/hook/${name.replaceAll('::', '-')}`;

/** A parameter of a call; empty where it has none. */
export const own = ({ parameters }: Call, name: string): string => parameters.get(name) ?? '';

export const unknown = (code: string, name: string): ServiceError =>
  new ServiceError(code, `${name} can not be found`, 404);
