import { describe, expect, test } from 'vitest';
import { rules } from '../../../rule/rules/index.ts';
import { run } from '../../support/command-line.ts';

// All of this is found before AWS is asked anything: there is none here.

const ids = rules.map(({ meta }) => meta.id);
const ALL = ids.join(', ');

const deploy = (text: string, ...others: readonly string[]) =>
  run(['deploy', '--parameter', `Rules=${text}`, ...others]);

const refused: Record<string, readonly [text: string, problem: string]> = {
  'a letter less': [
    'security_group_egress_with_all_protocol',
    'there is no rule "security_group_egress_with_all_protocol". Did you mean security_group_egress_with_all_protocols?',
  ],
  'hyphens for underscores, after one that is right': [
    'security_group_without_egress,security-group-egress-with-all-ports',
    'there is no rule "security-group-egress-with-all-ports". Did you mean security_group_egress_with_all_ports?',
  ],
  capitals: [
    'SECURITY_GROUP_WITHOUT_EGRESS',
    'there is no rule "SECURITY_GROUP_WITHOUT_EGRESS". Did you mean security_group_without_egress?',
  ],
  'a blank behind the comma': [
    'security_group_without_egress, security_group_egress_with_all_ports',
    'there is no rule " security_group_egress_with_all_ports". Did you mean security_group_egress_with_all_ports?',
  ],
  'nothing that is near': ['s3_bucket_public', `there is no rule "s3_bucket_public". Known: ${ALL}.`],
  'a prototype': ['constructor', `there is no rule "constructor". Known: ${ALL}.`],
  'a rule twice': [
    'security_group_without_egress,security_group_without_egress',
    'the rule security_group_without_egress is named twice.',
  ],
  'no rule': ['', `no rule is named. Known: ${ALL}.`],
  'commas alone': [',,', `no rule is named. Known: ${ALL}.`],
};

describe('deploy refuses, before it asks AWS anything, rules that are named as', () => {
  test.each(Object.entries(refused))('%s', async (_name, [text, problem]) => {
    expect(await deploy(text)).toEqual({
      code: 2,
      out: '',
      err: `egress-guard: the parameter Rules cannot be ${JSON.stringify(text)}: ${problem}\n`,
    });
  });

  test('lines, which the message does not break', async () => {
    const { code, err } = await deploy('a\n\u001b[2Jb');
    expect(code).toBe(2);
    expect(err).toContain('cannot be "a\\n\\u001b[2Jb": there is no rule ');
    for (const character of ['\n', '\u001b']) expect(err.trimEnd()).not.toContain(character);
  });
});

test.each([...ids, ids.join(',')])(
  'deploy finds nothing wrong with %s, and looks at what is given next',
  async (text) => {
    const { code, err } = await deploy(text, '--parameter', 'HookStatus=ON');
    expect(code).toBe(2);
    expect(err).toBe('egress-guard: the parameter HookStatus cannot be "ON": it takes ENABLED, DISABLED.\n');
  },
);
