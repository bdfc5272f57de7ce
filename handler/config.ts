import { ruleIdsProblem, rules, splitRuleIds } from '../rule/index.ts';

/** An object in S3. */
export interface S3Location extends S3Bucket {
  readonly key: string;
}

export interface S3Bucket {
  readonly bucket: string;
  /** The account whose bucket it has to be: S3 refuses the request where it is another's. Absent: anybody's. */
  readonly owner?: string | undefined;
}

/** Thrown where a variable of this product is unknown or malformed; the message says which and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const setting = <T>(given: Setting<T>): Setting<T> => given;

/** A parameter of the template and the variable that it sets have one name, each in its own spelling. */
const namesOf = (parameter: string) => ({
  parameter,
  variable: PREFIX + parameter.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase(),
});

const PREFIX = 'EGRESS_GUARD_';

const readRules = (text: string): readonly string[] | undefined => {
  const ids = splitRuleIds(text);
  return ruleIdsProblem(ids) === undefined ? ids : undefined;
};

const choice =
  <T>(choices: Readonly<Record<string, T>>) =>
  (text: string): T | undefined =>
    Object.hasOwn(choices, text) ? choices[text] : undefined;

const readS3Uri = (text: string): S3Location | undefined => {
  const [, bucket = '', key = ''] = S3_URI.exec(text) ?? [];
  return BUCKET.test(bucket) ? { bucket, key } : undefined;
};

const S3_URI = /^s3:\/\/([^/]+)\/(.{1,1024})$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const MAX_HELP = 200;

const readHelp = (text: string): string | undefined =>
  [...text].length <= MAX_HELP && text.trim() !== '' && !UNPRINTABLE.test(text) ? text.trim() : undefined;

/** Control characters, and those that break or turn lines: the text goes into an answer of one line. */
const UNPRINTABLE = /[^ -~\u00a0-\u2027\u202f-\u2065\u206a-\uffff]/;

const readOrigin = (text: string): string | undefined =>
  URL.canParse(text) && new URL(text).origin === text ? text : undefined;

const bucketOwner = (parameter: string): Setting<string | undefined> =>
  setting({
    ...namesOf(parameter),
    accepts: 'the id of an account, or nothing',
    default: undefined,
    read: (text) => (/^\d{12}$/.test(text) ? text : undefined),
  });

export const settings = {
  rules: setting<readonly string[]>({
    ...namesOf('Rules'),
    accepts: 'ids of rules, separated by commas',
    default: rules.filter(({ meta }) => meta.isDefault).map(({ meta }) => meta.id),
    read: readRules,
    problemOf: (text) => ruleIdsProblem(splitRuleIds(text)),
  }),
  requireInlineEgress: setting<boolean>({
    ...namesOf('RequireInlineEgress'),
    accepts: 'true or false',
    default: false,
    read: choice({ true: true, false: false }),
  }),
  allowLoopbackOnly: setting<boolean>({
    ...namesOf('AllowLoopbackOnlyEgress'),
    accepts: 'true or false',
    default: false,
    read: choice({ true: true, false: false }),
  }),
  existingViolations: setting<'BLOCK' | 'ALLOW'>({
    ...namesOf('ExistingViolations'),
    accepts: 'BLOCK or ALLOW',
    default: 'BLOCK',
    read: choice({ BLOCK: 'BLOCK', ALLOW: 'ALLOW' }),
  }),
  exemptions: setting<S3Location | undefined>({
    ...namesOf('ExemptionsUri'),
    accepts: 's3://bucket/key, or nothing',
    default: undefined,
    read: readS3Uri,
  }),
  exemptionsBucketOwner: bucketOwner('ExemptionsBucketOwner'),
  archiveBucket: setting<string | undefined>({
    ...namesOf('ArchiveBucket'),
    accepts: 'the name of a bucket, or nothing',
    default: undefined,
    read: (text) => (BUCKET.test(text) ? text : undefined),
  }),
  archiveBucketOwner: bucketOwner('ArchiveBucketOwner'),
  helpText: setting<string | undefined>({
    ...namesOf('HelpText'),
    accepts: `one line of at most ${MAX_HELP} characters, or nothing`,
    default: undefined,
    read: readHelp,
  }),
  payloadOrigin: setting<string | undefined>({
    variable: `${PREFIX}PAYLOAD_ORIGIN`,
    accepts: 'an origin like http://127.0.0.1:9000, or nothing',
    default: undefined,
    read: readOrigin,
  }),
};

/** What the environment sets. */
export type Config = { readonly [Name in keyof typeof settings]: (typeof settings)[Name]['default'] };

/**
 * Reads the settings, all of them strings. A misspelt one is refused: it must not silently do nothing.
 * @throws {ConfigError}
 */
export function readConfig(environment: Environment): Config {
  checkNames(environment);
  const read = Object.entries<Setting<unknown>>(settings).map(([name, one]) => [name, readSetting(one, environment)]);
  return Object.fromEntries(read) as Config;
}

/** What can be set, and how; docs/settings.md lists it from here. */
interface Setting<T> {
  /** The parameter of the template; undefined: only the environment sets it, for local use. */
  readonly parameter?: string;
  readonly variable: string;
  readonly accepts: string;
  /** Its value where the variable is not there. */
  readonly default: T;
  /** Undefined where the text is not one that the setting takes. */
  readonly read: (text: string) => T | undefined;
  /** What is wrong with a text, where more can be said than what it takes. */
  readonly problemOf?: (text: string) => string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const checkNames = (environment: Environment): void => {
  const known = Object.values(settings).map(({ variable }) => variable);
  const unknown = Object.keys(environment).find((name) => name.startsWith(PREFIX) && !known.includes(name));
  if (unknown !== undefined) throw new ConfigError(`${unknown}: unknown setting. Known: ${known.join(', ')}.`);
};

/** The template hands on a parameter that is empty as an empty variable. */
const readSetting = <T>(setting: Setting<T>, environment: Environment): T => {
  const { variable, accepts, default: otherwise, read, problemOf } = setting;
  const text = environment[variable];
  if (text === undefined || (text === '' && otherwise === undefined)) return otherwise;
  const value = read(text);
  if (value === undefined)
    throw new ConfigError(sentence(`${variable}: ${problemOf?.(text) ?? `expected ${accepts}`}`));
  return value;
};

const sentence = (text: string): string => (text.endsWith('?') ? text : `${text}.`);
