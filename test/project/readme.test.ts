import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settings } from '../../handler/config.ts';
import { handedOn, part, readTemplate } from '../support/deployed.ts';
import { permissionsTable, settingsTable, withTables } from './readme-tables.ts';

test('README lists settings and permissions as the code has them; npm run docs writes them', async () => {
  const readme = await readFile('README.md', 'utf8');
  expect(readme).toBe(withTables(readme));
});

test('the table has a row for each setting', () => {
  for (const { variable } of Object.values(settings)) expect(settingsTable()).toContain(`| \`${variable}\` |`);
});

test('the table of permissions has a row for each command that talks to AWS', () => {
  for (const command of ['audit', 'deploy', 'mode', 'remove', 'results', 'rollout', 'status'])
    expect(permissionsTable()).toContain(`| [\`${command}\`](infra/policy/${command}.json) | \`cloudformation\`: `);
});

test('a README without a place for the settings is refused', () => {
  expect(() => withTables('# x\n')).toThrow('README.md has no place for the rules');
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
