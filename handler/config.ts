import { rules, splitRuleIds, UNPRINTABLE_LINE } from '../rule/index.ts';
import { DecisionError } from './decision-error.ts';

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
export class ConfigError extends DecisionError {
  override readonly name = 'ConfigError';
  override readonly kind = 'CONFIG';
  override readonly reason = `Egress Guard is set up wrongly: ${this.message}`;
}

/**
 * A parameter of the template and the variable that it sets have one name, each in its own spelling. `accepts`: what may be
 * written there; `read`: undefined where a text is not that.
 */
const setting = <T>(parameter: string, accepts: string, defaultValue: T, read: Setting<T>['read']): Setting<T> => ({
  parameter,
  variable: PREFIX + parameter.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase(),
  accepts,
  default: defaultValue,
  read,
});

const PREFIX = 'EGRESS_GUARD_';

/** A setting that may be left out. */
const optional = <T>(parameter: string, accepts: string, read: Setting<T | undefined>['read']) =>
  setting<T | undefined>(parameter, `${accepts}, or nothing`, undefined, read);

const flag = (parameter: string): Setting<boolean> =>
  setting(parameter, 'true or false', false, (text) =>
    text === 'true' || text === 'false' ? text === 'true' : undefined,
  );

const readRules = (text: string): readonly string[] | undefined => {
  const ids = splitRuleIds(text);
  const isRight = ids.every((id, index) => ruleIds.includes(id) && ids.indexOf(id) === index);
  return isRight ? ids : undefined;
};

const ruleIds = rules.map(({ meta }) => meta.id);

const readS3Uri = (text: string): S3Location | undefined => {
  const [, bucket = '', key = ''] = S3_URI.exec(text) ?? [];
  return BUCKET.test(bucket) ? { bucket, key } : undefined;
};

const S3_URI = /^s3:\/\/([^/]+)\/(.{1,1024})$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const MAX_HELP = 200;

/** The text goes into an answer of one line. */
const readHelp = (text: string): string | undefined =>
  [...text].length <= MAX_HELP && text.trim() !== '' && !UNPRINTABLE_LINE.test(text) ? text.trim() : undefined;

const readOrigin = (text: string): string | undefined =>
  URL.canParse(text) && new URL(text).origin === text ? text : undefined;

/** A text of a form. */
const matching =
  (form: RegExp) =>
  (text: string): string | undefined =>
    form.test(text) ? text : undefined;

const ownerOf = (parameter: string) => optional(parameter, 'the id of an account', matching(/^\d{12}$/));

export const settings = {
  rules: setting<readonly string[]>(
    'Rules',
    `ids of rules, each once, separated by commas, of ${ruleIds.join(', ')}`,
    rules.filter(({ meta }) => meta.isDefault).map(({ meta }) => meta.id),
    readRules,
  ),
  requireInlineEgress: flag('RequireInlineEgress'),
  allowLoopbackOnly: flag('AllowLoopbackOnlyEgress'),
  existingViolations: setting<'BLOCK' | 'ALLOW'>('ExistingViolations', 'BLOCK or ALLOW', 'BLOCK', (text) =>
    text === 'BLOCK' || text === 'ALLOW' ? text : undefined,
  ),
  exemptions: optional('ExemptionsUri', 's3://bucket/key', readS3Uri),
  exemptionsBucketOwner: ownerOf('ExemptionsBucketOwner'),
  archiveBucket: optional('ArchiveBucket', 'the name of a bucket', matching(BUCKET)),
  archiveBucketOwner: ownerOf('ArchiveBucketOwner'),
  helpText: optional('HelpText', `one line of at most ${MAX_HELP} characters`, readHelp),
  payloadOrigin: {
    ...optional('PayloadOrigin', 'an origin like http://127.0.0.1:9000', readOrigin),
    parameter: undefined,
  },
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
  readonly parameter: string | undefined;
  readonly variable: string;
  readonly accepts: string;
  /** Its value where the variable is not there. */
  readonly default: T;
  /** Undefined where the text is not one that the setting takes. */
  readonly read: (text: string) => T | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const checkNames = (environment: Environment): void => {
  const known = Object.values(settings).map(({ variable }) => variable);
  const unknown = Object.keys(environment).find((name) => name.startsWith(PREFIX) && !known.includes(name));
  if (unknown !== undefined) throw new ConfigError(`${unknown}: unknown setting. Known: ${known.join(', ')}.`);
};

/** The template hands on a parameter that is empty as an empty variable. */
const readSetting = <T>(setting: Setting<T>, environment: Environment): T => {
  const { variable, accepts, default: otherwise, read } = setting;
  const text = environment[variable];
  if (text === undefined || (text === '' && otherwise === undefined)) return otherwise;
  const value = read(text);
  if (value === undefined) throw new ConfigError(`${variable}: expected ${accepts}.`);
  return value;
};
