import { isObject, type JsonObject, own, printable } from '../../value/index.ts';
import { spend, spendText } from '../budget.ts';
import { type PossibleValues, single } from './possible-values.ts';
import { noteSource, type Scope, section } from './scope.ts';

/** Whether a name is a parameter's. */
export function isParameter(scope: Scope, name: string): boolean {
  return declarationOf(scope, name) !== undefined;
}

/** The values that the template allows a parameter, of a list each of its items; undefined: any. Of a stored one, they are the names it may have. */
export function allowedValues(scope: Scope, name: string): readonly unknown[] | undefined {
  const declaration = declarationOf(scope, name) ?? {};
  if (isStored(own(declaration, 'Type'))) return undefined;
  const values = own(scope.choices ?? {}, name) ?? own(declaration, 'AllowedValues');
  if (!Array.isArray(values) || values.length === 0) return undefined;
  // Whoever asks looks at each of them.
  spend(scope, values.length);
  return values;
}

/** The value of a parameter as items: those of a list, or the value itself. */
export function givenItems(scope: Scope, name: string, value: unknown): readonly unknown[] {
  return [typed(scope, declarationOf(scope, name) ?? {}, value)].flat();
}

/** What a reference to a parameter can give. */
export function parameterValues(scope: Scope, name: string): PossibleValues {
  const declaration = declarationOf(scope, name) ?? {};
  const value = settledValue(scope, declaration, name, scope.openParameters !== 'anyValue');
  if (value !== undefined) {
    noteSource(scope, { kind: own(scope.parameters ?? {}, name) === undefined ? 'default' : 'given', name });
    return single(typed(scope, declaration, value));
  }
  const allowed = allowedValues(scope, name);
  if (allowed !== undefined && Object.hasOwn(scope.choices ?? {}, name)) {
    noteSource(scope, { kind: 'given', name });
    return { values: allowed.map((choice) => typed(scope, declaration, choice)) };
  }
  const unknown = `the value of parameter ${printable(name, 60)} is not known here`;
  if (allowed === undefined) return { unknown, parameter: name };
  if (isList(own(declaration, 'Type'))) return { unknown, parameter: name, items: allowed };
  noteSource(scope, { kind: 'allowed', name });
  return { values: allowed };
}

const declarationOf = (scope: Scope, name: string): JsonObject | undefined => {
  const declaration = own(section(scope, 'Parameters'), name);
  return isObject(declaration) ? declaration : undefined;
};

/** The value in Systems Manager is unknown: the template and the caller know its name only. */
const isStored = (type: unknown): boolean => String(type).startsWith('AWS::SSM::Parameter::Value<');

const typed = (scope: Scope, declaration: JsonObject, value: unknown): unknown => {
  if (!isList(own(declaration, 'Type')) || Array.isArray(value)) return value;
  const text = String(value);
  spendText(scope, text.length);
  return text.split(',').map((item) => item.trim());
};

const isList = (type: unknown): boolean => type === 'CommaDelimitedList' || String(type).startsWith('List<');

const settledValue = (scope: Scope, declaration: JsonObject, name: string, useDefault: boolean): unknown => {
  const isOpen = scope.unknownParameters?.has(name) || Object.hasOwn(scope.choices ?? {}, name);
  if (isOpen || isStored(own(declaration, 'Type'))) return undefined;
  return own(scope.parameters ?? {}, name) ?? (useDefault ? own(declaration, 'Default') : undefined);
};
