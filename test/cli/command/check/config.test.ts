import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { checkOptions } from '../../../../cli/command/check/options.ts';
import { BAD, group, template } from '../../../support/check.ts';
import { runIn } from '../../../support/program.ts';
import { type Files, temporaryFolder } from '../../../support/temporary-folder.ts';

const SCHEMA = JSON.parse(readFileSync('cli/command/check/config.schema.json', 'utf8'));

const OPEN = template(group('Sg', '!ImportValue p'));

const tree = { 'app/a.yaml': BAD, 'app/open.yaml': OPEN, 'vendor/v.yaml': BAD };

const configOf = (config: object): Files => ({
  ...tree,
  'egress-guard.config.json': JSON.stringify(config),
});

/** Runs the built program in a folder of a repository. */
const checkIn = async (files: Files, below: string, ...args: readonly string[]) =>
  runIn(join(await temporaryFolder(files), below), ['check', ...args]);

describe('a config file', () => {
  test('has every option of check, and its schema too', () => {
    expect(Object.keys(SCHEMA.properties).sort()).toEqual(['$schema', 'paths', ...Object.keys(checkOptions)].sort());
    const isValid = new Ajv2020().compile(SCHEMA);
    expect(isValid({ paths: 'app', strict: true, exclude: ['vendor'], format: 'json' })).toBe(true);
    expect(isValid({ strict: 'yes' })).toBe(false);
    expect(isValid({ stricter: true })).toBe(false);
  });

  test('sets options and paths, from its own folder', async () => {
    const files = configOf({ paths: ['app', 'vendor'], exclude: 'vendor', strict: true, summary: true });
    for (const below of ['.', 'app', 'vendor']) {
      const { code, out } = await checkIn(files, below);
      expect({ below, code, out }).toEqual({
        ...{ below, code: 1 },
        out: '1 finding, 1 undetermined in 2 templates. Not checked: 1 excluded.\n',
      });
    }
  });

  test('gives way to the command line', async () => {
    const files = configOf({ paths: 'vendor', format: 'json', strict: true, exclude: '**/a.yaml' });
    const { out } = await checkIn(files, '.', 'app', '--format', 'compact', '--exclude', '**/open.yaml');
    expect(out).toMatch(/^app\/a\.yaml:6:11: error: [^\n]*\n$/);
    expect((await checkIn(files, '.', '--no-config', '--summary')).out).toContain(
      '2 findings, 1 undetermined in 3 templates',
    );
  });

  test('names files from its own folder', async () => {
    const known = { version: 1, findings: [] };
    const files = {
      ...configOf({ paths: 'app', baseline: 'known.json', format: ['compact', 'json:report.json'] }),
      'known.json': JSON.stringify(known),
    };
    const { code, err } = await checkIn(files, 'vendor');
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  test('may be another one', async () => {
    const files = { ...tree, 'ci.json': JSON.stringify({ paths: 'vendor', summary: true }) };
    expect((await checkIn(files, 'app', '--config', '../ci.json')).out).toBe('1 finding in 1 template.\n');
  });

  test.each<[string, readonly string[], string]>([
    ['{', [], 'egress-guard.config.json: is no JSON object.'],
    ['[]', [], 'egress-guard.config.json: is no JSON object.'],
    ['{"stricter": true}', [], 'egress-guard.config.json: /stricter is no option of check: did you mean strict?'],
    ['{"nothing-like-it": true}', [], '/nothing-like-it is no option of check. It has paths, '],
    ['{"strict": "yes"}', [], '/strict takes true or false, not "yes".'],
    ['{"baseline": 7}', [], '/baseline takes a text, not 7.'],
    ['{"exclude": ["a", null]}', [], '/exclude/1 takes a text, not null.'],
    ['{"rules": ["no_such_rule"]}', [], 'no_such_rule'],
    ['{"config": "other.json"}', [], '/config is no option of check'],
    ['{}', ['--config', 'none.json'], 'none.json: '],
    ['{}', ['--config', 'a.json', '--no-config'], '--config and --no-config contradict each other'],
  ])('that is %j is refused with %j', async (text, args, told) => {
    const { code, out, err } = await checkIn({ ...tree, 'egress-guard.config.json': text }, '.', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
  });
});
