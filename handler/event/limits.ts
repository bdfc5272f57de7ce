/** Says what makes an event unfit to be looked at: its size, its depth, or a key that no client sends. */
export function limitProblem(event: Level[0]): string | undefined {
  const pending: Level[] = [[event, 0]];
  let characters = 0;
  let values = 0;
  for (let level = pending.pop(); level !== undefined; level = pending.pop()) {
    const result = scan(level, pending);
    if (typeof result === 'string') return result;
    characters += result;
    if (characters > MAX_CHARACTERS) return TOO_LARGE;
    values += 1;
    if (values + pending.length > MAX_VALUES) return TOO_MANY;
  }
  return undefined;
}

type Level = readonly [value: Readonly<Record<string, unknown>>, depth: number];

const MAX_CHARACTERS = 4 * 1024 * 1024;

const TOO_LARGE = `holds more than ${MAX_CHARACTERS} characters`;

/** Every value takes memory, so each counts, however short it is. */
const MAX_VALUES = 100_000;

const TOO_MANY = `holds more than ${MAX_VALUES} lists and objects`;

/** Counts the characters of one level and leaves its children for later, or says what is wrong with it. */
const scan = ([value, depth]: Level, pending: Level[]): number | string => {
  let characters = 0;
  for (const key of Object.keys(value)) {
    const child = value[key];
    const problem = problemOf(key, depth);
    if (problem !== undefined) return problem;
    characters += key.length + sizeOf(child);
    if (isNested(child)) pending.push([child, depth + 1]);
  }
  return characters;
};

/** Limits on an event, far above what CloudFormation sends: a template holds 1 MB, a security group nests four levels. */
const MAX_DEPTH = 100;

const problemOf = (key: string, depth: number): string | undefined => {
  if (key === '__proto__') return 'holds a key named __proto__';
  return depth > MAX_DEPTH ? `is nested more than ${MAX_DEPTH} levels deep` : undefined;
};

const sizeOf = (value: unknown): number => (typeof value === 'string' ? value.length : 1);

const isNested = (value: unknown): value is Level[0] => typeof value === 'object' && value !== null;
