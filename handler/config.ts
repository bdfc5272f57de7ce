/** What the environment sets; see README, "Settings". */
export interface Config {
  readonly allowLoopbackOnly: boolean;
}

/** Thrown where a variable of this product is unknown or malformed; the message says which and what it takes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'EGRESS_GUARD_';
const ALLOW_LOOPBACK_ONLY = `${PREFIX}ALLOW_LOOPBACK_ONLY`;
const KNOWN = [ALLOW_LOOPBACK_ONLY];

const readBoolean = (environment: Environment, name: string): boolean => {
  const value = environment[name] ?? 'false';
  if (value !== 'true' && value !== 'false') throw new ConfigError(`${name}: expected true or false.`);
  return value === 'true';
};

/**
 * Reads the settings, all of them strings. A misspelt one is refused: it must not silently do nothing.
 * @throws {ConfigError}
 */
export const readConfig = (environment: Environment): Config => {
  const unknown = Object.keys(environment).find((name) => name.startsWith(PREFIX) && !KNOWN.includes(name));
  if (unknown !== undefined) throw new ConfigError(`${unknown}: unknown setting. Known: ${KNOWN.join(', ')}.`);
  return { allowLoopbackOnly: readBoolean(environment, ALLOW_LOOPBACK_ONLY) };
};
