import { describe, expect, test } from 'vitest';
import { dayIn, documentOf, exampleExemption } from '../../../rule/exemption/example.ts';
import { BAD, reportOn } from '../../../support/check.ts';

const stacks = (types: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    Resources: Object.fromEntries(
      Object.entries(types).map(([name, type]) => [
        name,
        { Type: `AWS::CloudFormation::${type}`, Properties: { TemplateURL: 'child.yaml' } },
      ]),
    ),
  });

/** How many findings an exemption for stacks of a name leaves. */
const left = async (parent: string, stackName: string, ...args: readonly string[]): Promise<number> => {
  const exemption = exampleExemption({ expires: dayIn(60), match: { stackName } });
  const files = { 'a.json': parent, 'child.yaml': BAD, 'e.json': documentOf(exemption) };
  const app = ['--pseudo', 'AWS::StackName=app', '--exemptions', '@/e.json'];
  return (await reportOn(['@/a.json', ...app, ...args], { files })).findings.length;
};

describe('of a nested stack an exemption has to name', () => {
  test('what CloudFormation calls it, as at the gate', async () => {
    expect(await left(stacks({ Child: 'Stack' }), 'app-Child-*')).toBe(0);
    expect(await left(stacks({ Child: 'Stack' }), 'app-Child-????????????')).toBe(0);
    expect(await left(stacks({ Child: 'Stack' }), 'app')).toBe(1);
  });

  test('every use of its template', async () => {
    const twice = stacks({ Child: 'Stack', Other: 'Stack' });
    expect(await left(twice, 'app-Child-*')).toBe(1);
    expect(await left(twice, 'app-*')).toBe(0);
  });

  test('its template, too, where that is checked for itself', async () => {
    expect(await left(stacks({ Child: 'Stack' }), 'app-Child-*', '@/child.yaml')).toBe(1);
    expect(await left(stacks({ Child: 'Stack' }), 'app*', '@/child.yaml')).toBe(0);
  });

  test('nothing that is known of the stacks of a stack set', async () => {
    expect(await left(stacks({ Child: 'StackSet' }), 'app*')).toBe(1);
  });
});
