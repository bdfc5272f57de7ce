import { describe, expect, test } from 'vitest';
import { parseExemptions } from '../../../../rule/exemption/index.ts';
import { BAD, check } from '../../../support/check.ts';
import { run } from '../../../support/command-line.ts';

const suppressed = (id: string, reason = 'a lab'): string =>
  BAD.replace(
    '    Properties:',
    `    Metadata: { cfn_nag: { rules_to_suppress: [ { id: ${id}, reason: "${reason}" } ] } }\n    Properties:`,
  );

const draft = (files: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  run(['exemptions', 'from-templates', '@/', ...args], { files });

describe('exemptions from-templates', () => {
  test('drafts a valid document that matches no stack before somebody has looked at it', async () => {
    const { code, out, err } = await draft({
      'a.yaml': suppressed('W40'),
      'b.yaml': suppressed('W40', ''),
      'c.yaml': BAD,
    });
    expect(code).toBe(0);
    const { exemptions, problems } = parseExemptions(out, Date.now());
    expect(problems).toEqual([]);
    expect(exemptions).toEqual([
      {
        id: 'Sg-1',
        reason: expect.stringMatching(/^a lab \(suppressed for cfn_nag as W40 in \S*a\.yaml\)$/),
        approvedBy: 'REPLACE-ME',
        expires: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
        match: { rule: 'security_group_egress_with_all_protocols', stackName: 'REPLACE-ME', logicalId: 'Sg' },
      },
      expect.objectContaining({ id: 'Sg-2', reason: expect.stringMatching(/^REPLACE-ME: no reason was given /) }),
    ]);
    expect(err).toMatch(
      /^egress-guard: 2 exemptions drafted, of 3 findings in 3 templates\. As they are they match no stack: /,
    );
  });

  test('drafts nothing where nothing is suppressed, and says so', async () => {
    const { code, out, err } = await draft({ 'a.yaml': BAD });
    expect({ code, document: JSON.parse(out) }).toEqual({ code: 0, document: { version: 1, exemptions: [] } });
    expect(err).toBe(
      'egress-guard: none of 1 finding in 1 template is suppressed for another tool: there is nothing to draft.\n',
    );
  });

  test('looks with the rules that are named', async () => {
    const files = {
      'a.yaml': suppressed('F1000').replace(/ {6}SecurityGroupEgress[\s\S]*/, '      GroupDescription: x\n'),
    };
    const { out } = await draft(files, '--rules', 'security_group_without_egress');
    expect(JSON.parse(out).exemptions[0].match.rule).toBe('security_group_without_egress');
  });

  test('keeps to one line and to what a document may hold, whatever a template holds', async () => {
    const { out } = await draft({ 'a.yaml': suppressed('W40', `\\n\\u202e${'x'.repeat(3000)}`) });
    expect(parseExemptions(out, Date.now()).problems).toEqual([]);
  });

  test('ends with 2 where a template cannot be read, after what it found', async () => {
    const { code, out, err } = await draft({
      'a.yaml': suppressed('W40'),
      'b.yaml': 'Resources: { Sg: { Type: AWS::EC2::SecurityGroup',
    });
    expect({ code, count: JSON.parse(out).exemptions.length }).toEqual({ code: 2, count: 1 });
    expect(err).toContain('b.yaml: ');
  });

  test.each([
    [['@/', '--format', 'json'], '--format does not go with exemptions from-templates'],
    [['@/', '--as-of', '2027-01-31'], '--as-of goes with exemptions list.'],
    [['@/none.yaml'], 'none.yaml'],
  ])('refuses wrong use: %j', async (args, told) => {
    const { code, out, err } = await run(['exemptions', 'from-templates', ...args], { files: { 'x.txt': '' } });
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(told) });
  });
});

describe('check tells once that the hook does not honour what is suppressed for others', () => {
  const files = { 'a.yaml': suppressed('W40'), 'b.yaml': suppressed('W40') };

  test('with the first place, in one line', async () => {
    const { code, err } = await check(['@'], { files });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'egress-guard: 2 findings are suppressed for other tools (cfn_nag W40; Sg in @/a.yaml:7 is the first): the hook does not honour this. Ask for an exemption; egress-guard exemptions from-templates drafts it.\n',
    });
  });

  test('of one finding', async () => {
    const { err } = await check(['@/a.yaml'], { files });
    expect(err).toMatch(/^egress-guard: 1 finding is suppressed for other tools \(cfn_nag W40; Sg in @\/a\.yaml:7\): /);
  });

  test('and of nothing that nobody suppresses, or an exemption covers', async () => {
    const exemption = {
      id: 'a',
      reason: 'x',
      approvedBy: 'y',
      expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
      match: { logicalId: 'Sg' },
    };
    const document = JSON.stringify({ version: 1, exemptions: [exemption] });
    expect((await check(['@/c.yaml'], { files: { 'c.yaml': BAD } })).err).toBe('');
    const covered = await check(['@/a.yaml', '--exemptions', '@/e.json'], { files: { ...files, 'e.json': document } });
    expect(covered).toMatchObject({ code: 0, err: '' });
  });
});
