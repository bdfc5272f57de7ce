/** An object in S3. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** What can be set, and how; README lists it from here. */
interface Setting<T> {
  /** The parameter of the template; undefined: only the environment sets it, for local use. */
  readonly parameter?: string;
  readonly variable: string;
  readonly takes: string;
  readonly does: string;
  /** Its value where the variable is not there. */
  readonly otherwise: T;
  /** Undefined: the text is not what it takes. */
  readonly read: (text: string) => T | undefined;
}

/** Thrown where a variable of this product is unknown or malformed; the message says which and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const PREFIX = 'EGRESS_GUARD_';

/** A parameter of the template and the variable that it sets have one name, each in its own spelling. */
const named = (parameter: string) => ({
  parameter,
  variable: PREFIX + parameter.replace(/(?!^)[A-Z]/g, '_$&').toUpperCase(),
});

const choice =
  <T>(choices: Readonly<Record<string, T>>) =>
  (text: string): T | undefined =>
    Object.hasOwn(choices, text) ? choices[text] : undefined;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const S3_URI = /^s3:\/\/([^/]+)\/(.{1,1024})$/;

const readS3Uri = (text: string): S3Location | undefined => {
  const [, bucket = '', key = ''] = S3_URI.exec(text) ?? [];
  return BUCKET.test(bucket) ? { bucket, key } : undefined;
};

const readOrigin = (text: string): string | undefined =>
  URL.canParse(text) && new URL(text).origin === text ? text : undefined;

const setting = <T>(given: Setting<T>): Setting<T> => given;

export const settings = {
  allowLoopbackOnly: setting<boolean>({
    ...named('AllowLoopbackOnlyEgress'),
    takes: 'true or false',
    does: 'whether all protocols to `127.0.0.1/32` or `::1/128` only comply',
    otherwise: false,
    read: choice({ true: true, false: false }),
  }),
  existingViolations: setting<'BLOCK' | 'ALLOW'>({
    ...named('ExistingViolations'),
    takes: 'BLOCK or ALLOW',
    does: 'what becomes of an update whose every violation stood there before it',
    otherwise: 'BLOCK',
    read: choice({ BLOCK: 'BLOCK', ALLOW: 'ALLOW' }),
  }),
  exemptions: setting<S3Location | undefined>({
    ...named('ExemptionsUri'),
    takes: 's3://bucket/key, or nothing',
    does: 'the document that says what is exempted',
    otherwise: undefined,
    read: readS3Uri,
  }),
  archiveBucket: setting<string | undefined>({
    ...named('ArchiveBucket'),
    takes: 'the name of a bucket, or nothing',
    does: 'where a report of each refused operation is kept',
    otherwise: undefined,
    read: (text) => (BUCKET.test(text) ? text : undefined),
  }),
  payloadOrigin: setting<string | undefined>({
    variable: `${PREFIX}PAYLOAD_ORIGIN`,
    takes: 'an origin like http://127.0.0.1:9000, or nothing',
    does: 'from where templates may be fetched besides S3; for local use',
    otherwise: undefined,
    read: readOrigin,
  }),
};

/** What the environment sets. */
export type Config = { readonly [Name in keyof typeof settings]: (typeof settings)[Name]['otherwise'] };

type Environment = Readonly<Record<string, string | undefined>>;

/** The template hands on a parameter that is empty as an empty variable. */
const readSetting = <T>({ variable, takes, otherwise, read }: Setting<T>, environment: Environment): T => {
  const text = environment[variable];
  if (text === undefined || (text === '' && otherwise === undefined)) return otherwise;
  const value = read(text);
  if (value === undefined) throw new ConfigError(`${variable}: expected ${takes}.`);
  return value;
};

const checkNames = (environment: Environment): void => {
  const known = Object.values(settings).map(({ variable }) => variable);
  const unknown = Object.keys(environment).find((name) => name.startsWith(PREFIX) && !known.includes(name));
  if (unknown !== undefined) throw new ConfigError(`${unknown}: unknown setting. Known: ${known.join(', ')}.`);
};

/**
 * Reads the settings, all of them strings. A misspelt one is refused: it must not silently do nothing.
 * @throws {ConfigError}
 */
export const readConfig = (environment: Environment): Config => {
  checkNames(environment);
  const { allowLoopbackOnly, existingViolations, exemptions, archiveBucket, payloadOrigin } = settings;
  return {
    allowLoopbackOnly: readSetting(allowLoopbackOnly, environment),
    existingViolations: readSetting(existingViolations, environment),
    exemptions: readSetting(exemptions, environment),
    archiveBucket: readSetting(archiveBucket, environment),
    payloadOrigin: readSetting(payloadOrigin, environment),
  };
};
