import { describe, expect, test } from 'vitest';
import { rules } from '../../../rule/rules/index.ts';
import { evaluateTemplate } from '../../../rule/template/evaluate.ts';
import { forms, jsonOf } from './suite/form.ts';
import { hasSuite, loadGuide, loadSuite } from './suite/load.ts';
import { questions } from './suite/request.ts';
import { type Case, casesOf } from './suite/table.ts';

const ids = rules.map(({ meta }) => meta.id);

/** That a rule has no table is told by the test of every rule. */
const suites = await Promise.all(
  ids.filter(hasSuite).map(async (id) => ({ id, cases: casesOf(await loadSuite(id)), guide: await loadGuide(id) })),
);

const named = (cases: readonly Case[]) => cases.map((one) => [one.name, one] as const);

describe.each(suites)('$id', ({ id, cases, guide }) => {
  describe.each(Object.entries(forms))('as %s', (_form, { fits, judge, expected }) => {
    test.each(named(cases.filter(fits)))('%s', (_name, given) => {
      expect(judge(given, id)).toEqual(expected(given, id));
    });
  });

  describe.each(Object.entries(questions))('by %s', (_request, { fits, ask }) => {
    test.each(named(cases.filter(fits)))('%s', async (_name, given) => {
      for (const { outcome, expected } of await ask(given, id)) expect(outcome).toEqual(expected);
    });
  });

  test.each(named(cases))('where it is off, nothing is found or left open: %s', (_name, given) => {
    const off = { ...given.settings, rules: ids.filter((other) => other !== id) };
    const { findings, undetermined } = evaluateTemplate(jsonOf(given), off);
    expect([...findings, ...undetermined].filter(({ ruleId }) => ruleId === id)).toEqual([]);
  });

  test.each(Object.entries(guide.fails))('its guide is right that it finds something in: %s', (_name, text) => {
    const { findings, unreadable } = evaluateTemplate(text, { rules: [id] });
    expect(unreadable).toBeUndefined();
    expect(findings.map(({ ruleId }) => ruleId)).toContain(id);
  });

  test.each(Object.entries(guide.passes))('its guide is right that it finds nothing in: %s', (_name, text) => {
    const { findings, undetermined, unreadable } = evaluateTemplate(text, { rules: [id] });
    expect(unreadable).toBeUndefined();
    expect([...findings, ...undetermined]).toEqual([]);
  });
});
