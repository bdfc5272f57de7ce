import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../../rule/index.ts';
import { UsageError } from '../usage-error.ts';

/** Ends a sentence about an unknown word: with the known one that was meant, or a full stop. */
export function endWithNearest(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '.' : `: did you mean ${meant}?`;
}

/** The arguments with each option as it is called; what follows `--` is no option. */
export function spellOptions(args: readonly string[], options: Options): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args.map((argument, index) => (index < end ? inPlural(argument, options) : argument));
}

/**
 * Parses the arguments of a command.
 * @throws {UsageError} on an option that it does not know or that lacks its value
 */
export function parseOptions<const T extends Options>(command: string, args: readonly string[], options: T) {
  try {
    return parseArgs({ args: spellOptions(args, options), options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${explain(error.message, options)} Run egress-guard ${command} --help for the options.`);
  }
}

/** Reads an option that takes one of a few words. @throws {UsageError} */
export function readChoice<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const end = endWithNearest(value, choices);
  throw new UsageError(`--${name} takes ${choices.join(' or ')}, not ${JSON.stringify(value)}${end}`);
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** An option that may be repeated is known in the singular, too: `--parameter` is `--parameters`. */
const inPlural = (argument: string, options: Options): string => {
  const [, name = '', rest = ''] = /^--([a-z-]+)(=.*)?$/s.exec(argument) ?? [];
  const isSingular = !Object.hasOwn(options, name) && options[`${name}s`]?.multiple === true;
  return isSingular ? `--${name}s${rest}` : argument;
};

/** What is wrong with the arguments, and which option an unknown one was meant to be. */
const explain = (message: string, options: Options): string => {
  const [, written] = /^Unknown option '--([^']*)'/.exec(message) ?? [];
  const meant = written === undefined ? undefined : nearest(written, Object.keys(options));
  return meant === undefined ? `${firstSentence(message)}.` : `Unknown option '--${written}': did you mean --${meant}?`;
};

/** Node says more than fits a line; what counts comes first. */
const firstSentence = (message: string): string => message.replace(/\.\s.*$/s, '').replace(/\.$/, '');
