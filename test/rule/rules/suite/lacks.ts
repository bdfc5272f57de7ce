import type { RuleMeta } from '../../../../rule/rule.ts';
import { tableOf } from './load.ts';
import { type Case, casesOf, type Suite } from './table.ts';

/** What a rule has to come with. */
export interface Surroundings {
  /** Undefined: there is none. */
  readonly suite: Suite | undefined;
  readonly page: string;
  /** What the resource hook is called for, as the template of the hook says. */
  readonly targetNames: readonly unknown[];
  /** The pattern of the parameter `Rules`. */
  readonly rulesPattern: string;
}

/** What a rule lacks, each with what is to be done about it; empty: nothing. */
export function lacksOf({ id, resourceTypes }: RuleMeta, surroundings: Surroundings): readonly string[] {
  const { suite, page, targetNames, rulesPattern } = surroundings;
  const table = tableOf(id);
  return [
    ...(suite === undefined ? [`${id} has no table: write ${table}`] : lacksOfSuite(suite, table)),
    ...(page.split('\n').some((line) => line.startsWith(`| \`${id}\``))
      ? []
      : [`${id} has no row in docs/rules.md: npm run docs`]),
    ...resourceTypes
      .filter((type) => !targetNames.includes(type))
      .map((type) => `${type} is not in TargetNames of ResourceHook in template.yaml`),
    ...(new RegExp(rulesPattern).test(id) ? [] : [`${id} is not in the pattern of Rules in template.yaml`]),
  ];
}

/** Says what a table does not cover, and what it holds twice. */
export function lacksOfSuite(suite: Suite, table: string): readonly string[] {
  const cases = casesOf(suite);
  const missing = Object.entries(neededCases)
    .filter(([, isSuch]) => !cases.some(isSuch))
    .map(([need]) => `${table} has no case of ${need}`);
  const empty = Object.entries(suite.fail)
    .filter(([, { findings }]) => findings.length === 0)
    .map(([name]) => `${table}: "${name}" fails without a finding`);
  return [...missing, ...empty, ...twiceIn(cases).map((names) => `${table} has the same case twice: ${names}`)];
}

const isCalled = ({ name }: Case, what: string): boolean => name.includes(`: ${what}`);

/** The resources that something is said of. */
const bad = ({ findings }: Case): ReadonlySet<string | undefined> =>
  new Set(findings.map(({ path }) => path.split('/')[2]));

/** What every table has a case of. A case is known by its name, and by what it is. */
const neededCases: Readonly<Record<string, (given: Case) => boolean>> = {
  'an "absent property", with a resource without Properties': (given) =>
    isCalled(given, 'absent property') &&
    Object.values(given.resources).some(({ Properties }) => Properties === undefined),
  'an "unknown value" that is undetermined, with a function': (given) =>
    isCalled(given, 'unknown value') &&
    given.undetermined.length > 0 &&
    /"Fn::|"Ref"/.test(JSON.stringify(given.resources)),
  '"one of two" resources, of which the other one is good': (given) =>
    isCalled(given, 'one of two') &&
    Object.keys(given.resources).length >= 2 &&
    bad(given).size > 0 &&
    bad(given).size < Object.keys(given.resources).length,
  'a "wrong type"': (given) => isCalled(given, 'wrong type'),
};

const twiceIn = (cases: readonly Case[]): readonly string[] =>
  [
    ...Map.groupBy(cases, ({ resources, template, settings, only }) =>
      JSON.stringify([resources, template, settings, only]),
    ).values(),
  ]
    .filter(({ length }) => length > 1)
    .map((same) => same.map(({ name }) => `"${name}"`).join(' and '));
