import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isObject, nearest, parseJson, printable } from '../../../rule/index.ts';
import { FileError, type OptionTable, readBytes, spellOptions } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

/** What a config file says: arguments by the name of their option, and the paths to check. */
export interface Config {
  readonly options: readonly (readonly [name: string, argument: string])[];
  readonly paths: readonly string[];
}

const NAME = 'egress-guard.config.json';

/** The config file of a folder, or the nearest one above; undefined where there is none. */
export function findConfig(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, NAME);
    if (existsSync(path)) return relative('.', path) || NAME;
    if (dirname(here) === here) return undefined;
  }
}

/** Reads a config file. @throws {UsageError} with the place and the nearest word where something in it is wrong */
export function readConfig(path: string, table: OptionTable): Config {
  const value = parseJson(readText(path));
  if (!isObject(value)) throw refusal(path, 'is no JSON object');
  const { $schema: _schema, paths = [], ...options } = value;
  const folder = relative('.', dirname(path));
  return {
    paths: listOf(path, 'paths', paths).map((one) => join(folder, one)),
    options: Object.entries(options).flatMap(([name, given]) => argumentsFor({ path, folder, name }, given, table)),
  };
}

/** The names of the options that arguments give. */
export function givenBy(args: readonly string[], table: OptionTable): ReadonlySet<string> {
  const spelled = spellOptions(args, table);
  const { tokens } = parseArgs({ args: spelled, options: table, allowPositionals: true, strict: false, tokens: true });
  return new Set(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
}

const readText = (path: string): string => {
  try {
    return readBytes(path).toString('utf8');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw refusal(path, error.message);
  }
};

const refusal = (path: string, why: string): UsageError =>
  new UsageError(`${path}: ${printable(why, 500)}${why.endsWith('?') ? '' : '.'}`);

/** Where an option stands. */
interface Place {
  readonly path: string;
  /** The folder of the file, from the working folder: paths in it begin there. */
  readonly folder: string;
  readonly name: string;
}

const argumentsFor = (place: Place, given: unknown, table: OptionTable): Config['options'] => {
  const { path, name } = place;
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (option === undefined) throw refusal(path, unknownText(name, Object.keys(table)));
  if (option.type === 'boolean') {
    if (typeof given !== 'boolean') throw refusal(path, `/${name} takes true or false, not ${JSON.stringify(given)}`);
    return given ? [[name, `--${name}`]] : [];
  }
  const texts = option.multiple === true || name === 'rules' ? listOf(path, name, given) : [textOf(path, name, given)];
  const values = name === 'rules' ? [texts.join(',')] : texts;
  return values.map((value) => [name, `--${name}=${relocate(place, value)}`] as const);
};

const unknownText = (name: string, names: readonly string[]): string => {
  const meant = nearest(name, [...names, 'paths']);
  return meant === undefined
    ? `/${name} is no option of check. It has paths, ${names.join(', ')}`
    : `/${name} is no option of check: did you mean ${meant}?`;
};

const textOf = (path: string, name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  throw refusal(path, `/${name} takes a text, not ${JSON.stringify(value)}`);
};

const listOf = (path: string, name: string, value: unknown): readonly string[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item, index) => textOf(path, Array.isArray(value) ? `${name}/${index}` : name, item));
};

/** Options whose value is a file, and the part of it that is. */
const FILES: Readonly<Record<string, RegExp>> = {
  exemptions: /^.*$/s,
  baseline: /^.*$/s,
  output: /^.*$/s,
  format: /(?<=:).*$/s,
  parameters: /(?<=^file:\/\/).*$/s,
  exclude: /^(?!\*\*\/).*$/s,
};

const relocate = ({ folder, name }: Place, value: string): string => {
  const file = FILES[name];
  return file === undefined ? value : value.replace(file, (path) => (isAbsolute(path) ? path : join(folder, path)));
};
