import { isObject, type JsonObject, own } from '../place.ts';

/** What a reader of templates may know beyond the text. */
export interface TemplateSettings {
  /** Values given to parameters, by name; a list may be a list or a text with commas. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Values of pseudo parameters, e.g. `AWS::Region`. */
  readonly pseudo?: Readonly<Record<string, string>>;
  /**
   * What a parameter is that no value is given to: `default` its Default, where a value is asked for (conditions stay
   * open); `any` whatever it may be given later; `final` its Default, also in conditions.
   */
  readonly unset?: 'default' | 'any' | 'final';
}

/** Everything that resolving a template refers to. */
export interface Scope extends TemplateSettings {
  readonly template: JsonObject;
  /** Counts down the steps of resolving, so that no template keeps a reader busy. */
  readonly budget: { left: number };
  /** What is known of assumptions: whether they can hold together. */
  readonly satisfiable: Map<string, boolean>;
}

const MAX_STEPS = 200_000;

export const makeScope = (template: JsonObject, settings: TemplateSettings): Scope => ({
  ...settings,
  template,
  budget: { left: MAX_STEPS },
  satisfiable: new Map(),
});

/** Takes one step; false where the budget is spent. */
export const spend = ({ budget }: Scope): boolean => {
  budget.left -= 1;
  return budget.left > 0;
};

/** A section of the template: `Parameters`, `Mappings`, `Conditions`, `Resources`. */
export const section = ({ template }: Scope, name: string): JsonObject => {
  const value = own(template, name);
  return isObject(value) ? value : {};
};
