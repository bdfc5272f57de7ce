import type { Assumption, ValueSource } from '../../rule.ts';
import { isObject, type JsonObject, own } from '../../value/index.ts';
import { type Budget, makeBudget } from '../budget.ts';

/** What a reader of templates may know beyond the text. */
export interface TemplateSettings {
  /** Values given to parameters, by name; a list may be a list or a text with commas. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Of parameters that are given one of several values, which those are. */
  readonly choices?: Readonly<Record<string, readonly unknown[]>>;
  /** The parameters that are given a value which is not known here: their Default does not count. */
  readonly unknownParameters?: ReadonlySet<string>;
  /** Values of pseudo parameters, e.g. `AWS::Region`. */
  readonly pseudo?: Readonly<Record<string, string>>;
  /**
   * What a parameter is that no value is given to: `default` its Default, where a value is asked for (conditions stay
   * open); `any` whatever it may be given later; `final` its Default, also in conditions.
   */
  readonly openParameters?: 'useDefault' | 'anyValue' | 'defaultIsFinal';
  /** Under which condition the template is deployed, in the words of the templates around it; absent: always. */
  readonly deployedIf?: string;
}

/** Everything that resolving a template refers to. */
export interface Scope extends TemplateSettings {
  readonly template: JsonObject;
  readonly budget: Budget;
  /** What is known of assumptions: whether they can hold together. */
  readonly satisfiable: Map<string, boolean>;
  /** Where set, takes what a value is computed from. */
  readonly used?: ValueSource[];
  /** What is made of loops, once it is asked for. */
  readonly loops: { conditions?: ReadonlyMap<string, unknown> };
  /** The scope of a branch of `Fn::If`; undefined where the branch is closed. Absent: every branch is open. */
  readonly enter?: (branch: Assumption) => Scope | undefined;
}

/** Notes that a value is computed from a parameter or a mapping, each once. */
export function noteSource({ used }: Scope, source: ValueSource): void {
  if (used === undefined || used.length >= MAX_SOURCES) return;
  if (!used.some(({ kind, name }) => kind === source.kind && name === source.name)) used.push(source);
}

export function makeScope(template: JsonObject, settings: TemplateSettings, budget = makeBudget(0)): Scope {
  return {
    ...settings,
    template,
    budget,
    satisfiable: new Map(),
    loops: {},
  };
}

/** A section of the template: `Parameters`, `Mappings`, `Conditions`, `Resources`. */
export function section({ template }: Pick<Scope, 'template'>, name: string): JsonObject {
  const value = own(template, name);
  return isObject(value) ? value : {};
}

/** More would fill a message. */
const MAX_SOURCES = 3;
