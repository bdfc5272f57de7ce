import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { Area } from './area.ts';

/** Makes the stack set, still without instances. */
export interface CreateSet {
  readonly kind: 'CREATE_SET';
  readonly parameters: readonly Parameter[];
  readonly isAutoDeployed: boolean;
}

/** Changes the stack set and all its instances. */
export interface UpdateSet {
  readonly kind: 'UPDATE_SET';
  /** For people: what is other than before. */
  readonly changes: readonly string[];
  readonly hasNewTemplate: boolean;
  readonly parameters: readonly Parameter[];
  readonly isAutoDeployed?: boolean;
  readonly regions: readonly string[];
}

export interface CreateInstances extends Area {
  readonly kind: 'CREATE_INSTANCES';
}

/** Gives instances values of their own for some parameters. */
export interface UpdateInstances extends Area {
  readonly kind: 'UPDATE_INSTANCES';
  readonly overrides: readonly Parameter[];
}

/** One thing to do to a stack set; the plan of a command is a list of them. */
export type Step = CreateSet | UpdateSet | CreateInstances | UpdateInstances | DeleteInstances | DeleteSet;

/** Parameters as AWS takes them. */
export function toParameters(values: Iterable<readonly [name: string, value: string]>): Parameter[] {
  return [...values].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

/** Says that parameters keep the values that they have. */
export function keepParameters(names: Iterable<string>): Parameter[] {
  return [...names].map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
}

interface DeleteInstances extends Area {
  readonly kind: 'DELETE_INSTANCES';
}

interface DeleteSet {
  readonly kind: 'DELETE_SET';
}
