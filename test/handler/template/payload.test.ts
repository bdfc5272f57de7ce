import { describe, expect, test } from 'vitest';
import { TOKEN } from '../../support/events.ts';
import { ask, askOf, expectLeftToGate, SECRET } from '../../support/template-hook.ts';

const text =
  (body: string): Parameters<typeof ask>[0] =>
  (response) =>
    response.end(body);

const SG = 'AWS::EC2::SecurityGroup';
const change = {
  logicalResourceId: 'Sg',
  resourceType: SG,
  action: 'CREATE',
  lineNumber: null,
  beforeContext: null,
  afterContext: JSON.stringify({ Properties: { GroupDescription: SECRET } }),
};
const changing = (...changes: unknown[]) => ({ template: '', changedResources: changes });

const bodies: Record<string, string> = {
  'plain text': SECRET,
  'an error in XML': `<?xml version="1.0"?><Error><Message>${SECRET}</Message></Error>`,
  'JSON that is cut': `{"template": "${SECRET}`,
  'a template that is not wrapped': `Resources: {} # ${SECRET}`,
  'a byte-order mark': `\uFEFF{"template": "${SECRET}"}`,
  'a string': JSON.stringify(SECRET),
  'a list': JSON.stringify([{ template: SECRET }]),
  'a number': '1',
  null: 'null',
  'brackets without an end': '['.repeat(1_000_000),
  'brackets a million levels deep': `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`,
};

/** A type that rules look at: a template without one is not read. */
const GROUP = 'AWS::EC2::SecurityGroup';

const stacks: Record<string, readonly [payload: unknown, why: string]> = {
  'no template': [{ previousTemplate: SECRET }, 'the template cannot be read: it is empty'],
  'a template in capitals': [{ Template: `Resources: ${SECRET}` }, 'the template cannot be read: it is empty'],
  'a template that is null': [{ template: null }, 'the template cannot be read: it is empty'],
  'a template that is empty': [{ template: '' }, 'the template cannot be read: it is empty'],
  'a template that is blank': [{ template: ' \r\n\t\n' }, 'the template cannot be read: it is empty'],
  'a template that is an object': [{ template: { Resources: {} } }, 'template is not a string'],
  'a template that is a list': [{ template: [SECRET] }, 'template is not a string'],
  'a template that is a number': [{ template: 0 }, 'template is not a string'],
  'a template that is false': [{ template: false }, 'template is not a string'],
  'a template that is a text': [
    { template: `${SECRET} ${GROUP}` },
    'the template cannot be read: it is not a template: its top level is text',
  ],
  'a template without Resources': [
    { template: `Description: ${SECRET} ${GROUP}` },
    'the template cannot be read: it is not a template: it has no Resources',
  ],
  'a template that is not YAML': [
    { template: `Resources:\n  Sg: [${SECRET} # ${GROUP}` },
    'the template cannot be read: stuck at line 2, column 40',
  ],
  'a template with a tag that the parser quotes': [
    { template: `Resources:\n  Sg: !${SECRET}^ x # ${GROUP}` },
    'the template cannot be read: stuck at line 2, column 15',
  ],
  'a template with a handle that the parser quotes': [
    { template: `Resources: !${SECRET}!x y # ${GROUP}` },
    'the template cannot be read: stuck at line 1, column 21',
  ],
  'a template with an alias of nothing': [
    { template: `Resources: *${SECRET} # ${GROUP}` },
    'the template cannot be read: stuck at line 1, column 12',
  ],
  'a template 10,000 levels deep': [
    { template: `Resources: ${'['.repeat(10_000)} # ${GROUP}` },
    'the template cannot be read: stuck at line 1, column 211',
  ],
  'changes that are no list': [
    { template: 'Resources: {}', changedResources: SECRET },
    'changedResources is not a list',
  ],
};

const changeSets: Record<string, readonly [payload: unknown, why: string]> = {
  'no changes': [{ template: SECRET }, 'it has no changedResources'],
  'changes in capitals': [{ template: '', ChangedResources: [change] }, 'it has no changedResources'],
  'changes that are null': [{ template: '', changedResources: null }, 'it has no changedResources'],
  'changes that are an object': [{ template: '', changedResources: { Sg: change } }, 'changedResources is not a list'],
  'changes that are a text': [
    { template: '', changedResources: JSON.stringify([change]) },
    'changedResources is not a list',
  ],
  'a template that is an object': [{ ...changing(change), template: {} }, 'template is not a string'],
  'a change that is a text': [changing(SECRET), 'changedResources holds something that is not an object'],
  'a change that is null': [changing(change, null), 'changedResources holds something that is not an object'],
  'a change that is a list': [changing([change]), 'changedResources holds something that is not an object'],
  'a change without a logical id': [
    changing({ ...change, logicalResourceId: undefined }),
    'a changed resource has no logicalResourceId',
  ],
  'a change whose logical id is an object': [
    changing({ ...change, logicalResourceId: { Ref: SECRET } }),
    'a changed resource has no logicalResourceId',
  ],
  'a change without a type': [
    changing({ ...change, resourceType: undefined }),
    'a changed resource has no resourceType',
  ],
  'a change whose type is null': [
    changing({ ...change, resourceType: null }),
    'a changed resource has no resourceType',
  ],
};

/** What an `afterContext` may be, beside what is documented. */
const contexts: Record<string, unknown> = {
  'not a text': { Properties: {} },
  'a number': 0,
  'not JSON': SECRET,
  'an empty text': '',
  'a list': JSON.stringify([{ Properties: SECRET }]),
  'null in a text': 'null',
  'not wrapped': JSON.stringify({ SecurityGroupEgress: [{ IpProtocol: '-1' }] }),
  'null where they are wrapped': '{"Properties":null}',
  'what only a prototype has': '{"__proto__":{"Properties":{}}}',
};

describe('a change of a group whose properties are', () => {
  const bad = {
    ...change,
    logicalResourceId: 'Bad',
    afterContext: '{"Properties":{"SecurityGroupEgress":[{"IpProtocol":"-1"}]}}',
  };

  test.each(Object.entries(contexts))('%s is left to the gate, and only that one', async (_name, afterContext) => {
    const alone = await askOf(changing({ ...change, afterContext }), { target: 'CHANGE_SET' });
    expect(alone.response).toMatchObject({
      hookStatus: 'SUCCESS',
      annotations: [{ status: 'SKIPPED', statusMessage: expect.stringContaining('in an unknown form') }],
    });
    const beside = await askOf(changing({ ...change, afterContext }, bad), { target: 'CHANGE_SET' });
    expect(beside.response).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant' });
    expect(JSON.stringify([alone, beside])).not.toContain(SECRET);
  });

  test('of a removed or a foreign resource, are not looked at', async () => {
    const foreign = { ...change, resourceType: 'AWS::S3::Bucket', afterContext: { a: 1 } };
    const removed = { ...change, action: 'DELETE', afterContext: '' };
    const { response } = await askOf(changing(foreign, removed), { target: 'CHANGE_SET' });
    expect(response).not.toHaveProperty('annotations');
  });
});

describe('leaves to the gate a payload that is', () => {
  test.each(Object.entries(bodies))('%s', async (_name, body) => {
    for (const target of ['STACK', 'CHANGE_SET'] as const) {
      const told = await ask(text(body), { target });
      expectLeftToGate(told, 'it is not a JSON object');
      expect(told.attempts).toBe(1);
    }
  });
});

describe('leaves to the gate a new stack of', () => {
  test.each(Object.entries(stacks))('%s', async (_name, [payload, why]) => {
    expectLeftToGate(await askOf(payload, { event: { actionInvocationPoint: 'CREATE_PRE_PROVISION' } }), why);
  });
});

describe('does not read a stack that names no type of the rules, and lets pass', () => {
  test.each([
    ['a template that is not YAML', `Resources: [${SECRET}`],
    ['a template that is a text', SECRET],
    ['a template 10,000 levels deep', '['.repeat(10_000)],
    ['a template with an alias of nothing', `Resources: *${SECRET}`],
  ])('%s: what is wrong with it is for CloudFormation to say', async (_name, template) => {
    const { response, lines } = await askOf({ template });
    expect(response).toStrictEqual({
      hookStatus: 'SUCCESS',
      message: 'No security group egress is open to all protocols.',
      clientRequestToken: TOKEN,
    });
    expect(JSON.parse(lines.join())).toMatchObject({ outcome: 'ALLOWED' });
  });
});

describe('leaves to the gate a change set of', () => {
  test.each(Object.entries(changeSets))('%s', async (_name, [payload, why]) => {
    expectLeftToGate(await askOf(payload, { target: 'CHANGE_SET' }), why);
  });
});
