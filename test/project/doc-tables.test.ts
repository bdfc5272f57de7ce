import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settings } from '../../handler/config.ts';
import { handedOn, part, readTemplate } from '../support/deployed.ts';
import { pages, permissionsTable, settingsTable, withTable } from './doc-tables.ts';

test.each(pages)('%s lists what the code has; npm run docs writes it', async (page) => {
  const text = await readFile(page, 'utf8');
  expect(text).toBe(withTable(page, text));
});

test('the table has a row for each setting', () => {
  for (const { variable } of Object.values(settings)) expect(settingsTable()).toContain(`| \`${variable}\` |`);
});

test('the table of permissions has a row for each command that talks to AWS', () => {
  for (const command of ['audit', 'deploy', 'mode', 'remove', 'results', 'rollout', 'status'])
    expect(permissionsTable()).toContain(`| [\`${command}\`](../infra/policy/${command}.json) | \`cloudformation\`: `);
});

test('a page without a place for its table is refused', () => {
  expect(() => withTable('docs/settings.md', '# x\n')).toThrow('docs/settings.md has no place for its table');
});

test.each(['ResourceFunction', 'TemplateFunction'])(
  'each setting but what is for local use is a parameter that sets its variable: %s',
  async (id) => {
    const template = await readTemplate('template.yaml');
    const variables = part(template, 'Resources', id, 'Properties', 'Environment', 'Variables');
    const deployed = Object.values(settings).filter(({ parameter }) => parameter !== undefined);
    expect(variables).toEqual(
      Object.fromEntries(deployed.map(({ parameter = '', variable }) => [variable, handedOn(parameter)])),
    );
  },
);
