import type { Parameter } from '@aws-sdk/client-cloudformation';
import { keepParameters, toParameters } from './step.ts';

/** A change of a stack set's parameters, for people and for AWS. */
export interface ParameterChange {
  readonly changes: readonly string[];
  /** Those that stay have to be said to stay, too. */
  readonly parameters: readonly Parameter[];
}

/** What it takes from the current values to the wanted ones; of the rest, those stay that the template still has. */
export function changeParameters(
  current: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  isInTemplate: (name: string) => boolean = () => true,
): ParameterChange {
  const changed = new Map([...wanted].filter(([name, value]) => current.get(name) !== value));
  const kept = [...current.keys()].filter((name) => isInTemplate(name) && !changed.has(name));
  return {
    changes: [...changed].map(([name, value]) => `${name}: ${current.get(name) ?? '(default)'} -> ${value}`),
    parameters: [...toParameters(changed), ...keepParameters(kept)],
  };
}
