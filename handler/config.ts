/** What the environment sets; see README, "Settings of the function". */
export interface Config {
  readonly allowLoopbackOnly: boolean;
  /** An origin, e.g. `http://127.0.0.1:9000`, from which payloads may be fetched besides S3; for local use. */
  readonly payloadOrigin: string | undefined;
}

/** Thrown where a variable of this product is unknown or malformed; the message says which and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'EGRESS_GUARD_';
const ALLOW_LOOPBACK_ONLY = `${PREFIX}ALLOW_LOOPBACK_ONLY`;
const PAYLOAD_ORIGIN = `${PREFIX}PAYLOAD_ORIGIN`;
const KNOWN = [ALLOW_LOOPBACK_ONLY, PAYLOAD_ORIGIN];

const readBoolean = (environment: Environment, name: string): boolean => {
  const value = environment[name] ?? 'false';
  if (value !== 'true' && value !== 'false') throw new ConfigError(`${name}: expected true or false.`);
  return value === 'true';
};

const readOrigin = (environment: Environment, name: string): string | undefined => {
  const value = environment[name];
  if (value === undefined) return undefined;
  if (!URL.canParse(value) || new URL(value).origin !== value)
    throw new ConfigError(`${name}: expected an origin like http://127.0.0.1:9000.`);
  return value;
};

/**
 * Reads the settings, all of them strings. A misspelt one is refused: it must not silently do nothing.
 * @throws {ConfigError}
 */
export const readConfig = (environment: Environment): Config => {
  const unknown = Object.keys(environment).find((name) => name.startsWith(PREFIX) && !KNOWN.includes(name));
  if (unknown !== undefined) throw new ConfigError(`${unknown}: unknown setting. Known: ${KNOWN.join(', ')}.`);
  return {
    allowLoopbackOnly: readBoolean(environment, ALLOW_LOOPBACK_ONLY),
    payloadOrigin: readOrigin(environment, PAYLOAD_ORIGIN),
  };
};
