import { isObject, type JsonObject, matchesPattern, parseJson } from '../../rule/index.ts';

/** Whether a bucket policy refuses all that does not come by TLS, whoever wrote it and however they named it. */
export function isOnlyTls(policy: string | undefined, bucketArn: string): boolean {
  const refusing = statementsOf(policy).filter(refusesPlain);
  return resourcesOf(bucketArn).every((resource) => refusing.some(({ Resource }) => covers(Resource, resource)));
}

/** The bucket policy with a statement that refuses it; all others stay. */
export function makeOnlyTls(policy: string | undefined, bucketArn: string): string {
  const others = statementsOf(policy).filter((statement) => !isObject(statement) || statement['Sid'] !== SID);
  const ours = {
    Sid: SID,
    Effect: 'Deny',
    Principal: '*',
    Action: ANY_ACTION,
    Resource: resourcesOf(bucketArn),
    Condition: WITHOUT_TLS,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [...others, ours] });
}

const statementsOf = (policy: string | undefined): readonly unknown[] => {
  const document = parseJson(policy ?? '');
  return listOf(isObject(document) ? document['Statement'] : undefined);
};

const listOf = (value: unknown): readonly unknown[] => [value ?? []].flat();

const ANY_ACTION = 's3:*';

/** Whether a statement refuses plain HTTP to everybody, whatever they ask for; its resources are another matter. */
const refusesPlain = (statement: unknown): statement is JsonObject =>
  isObject(statement) &&
  statement['Effect'] === 'Deny' &&
  isAnybody(statement['Principal']) &&
  covers(toLower(statement['Action']), ANY_ACTION) &&
  isWithoutTls(statement['Condition']);

const isAnybody = (principal: unknown): boolean =>
  listOf(isObject(principal) ? principal['AWS'] : principal).includes('*');

/** Whether one of the patterns stands for everything that a text, itself a pattern, stands for. */
const covers = (patterns: unknown, text: string): boolean =>
  listOf(patterns).some((pattern) => typeof pattern === 'string' && matchesPattern(pattern, text));

const toLower = (actions: unknown): readonly string[] => listOf(actions).map((action) => String(action).toLowerCase());

/** A further condition would let pass what does not meet it. */
const isWithoutTls = (condition: unknown): boolean => {
  const [operator, keys] = onlyEntry(condition);
  const [key, values] = onlyEntry(keys);
  const list = listOf(values).map(String);
  return operator === 'bool' && key === 'aws:securetransport' && list.length === 1 && list[0] === 'false';
};

/** The one entry of an object, its name in small letters; of any other number of entries, none. */
const onlyEntry = (value: unknown): readonly [name?: string, value?: unknown] => {
  const entries = isObject(value) ? Object.entries(value) : [];
  const [[name, inner] = []] = entries;
  return entries.length === 1 && name !== undefined ? [name.toLowerCase(), inner] : [];
};

/** The bucket itself, and all that is in it. */
const resourcesOf = (bucketArn: string): readonly string[] => [bucketArn, `${bucketArn}/*`];

const SID = 'OnlyTls';

const WITHOUT_TLS = { Bool: { 'aws:SecureTransport': 'false' } };
