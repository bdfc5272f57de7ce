import { describe, expect, test } from 'vitest';
import { readTemplate } from '../support/deployed.ts';
import { askedBy, fieldOf } from '../support/query.ts';
import { renderTemplate, resourcesOf, STACK } from '../support/rendered-template.ts';
import { everything, writeLog } from '../support/rendered-template-log.ts';

const lines: readonly unknown[] = Object.values(await writeLog())
  .flat()
  .map((line) => JSON.parse(line));
const rendered = renderTemplate(await readTemplate('template.yaml'), everything);
const definitions = Object.values(resourcesOf(rendered, 'AWS::Logs::QueryDefinition'));
const queries = definitions.map(({ Name: name, QueryString: text }) => [String(name), String(text)] as const);

describe('the saved queries', () => {
  test('are in a folder of the name of the stack, and ask its log', () => {
    const names = ['Blocked in the last 7 days by stack', 'Exemptions in use', 'Failures', 'Undetermined'];
    expect(queries.map(([name]) => name).sort()).toEqual(names.map((name) => `${STACK}/${name}`));
    expect(rendered.outputs['SavedQueries']).toBe(STACK);
    for (const { LogGroupNames: groups } of definitions) expect(groups).toEqual([rendered.outputs['LogGroupName']]);
  });

  test.each(queries)('%s asks for fields that are in the log', (_name, query) => {
    const { fields } = askedBy(query);
    expect(fields.length).toBeGreaterThan(3);
    expect(fields.filter((field) => lines.every((line) => fieldOf(line, field) === undefined))).toEqual([]);
  });

  test.each(queries)('%s compares with what stands in the log', (_name, query) => {
    const { compared } = askedBy(query);
    expect(compared.length).toBeGreaterThan(0);
    expect(compared.filter(([field, text]) => lines.every((line) => fieldOf(line, field) !== text))).toEqual([]);
  });
});
