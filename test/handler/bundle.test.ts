import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allOut, groupOf, resourceEvent, TOKEN, tcpOut, templateEvent } from '../support/events.ts';
import { localServer } from '../support/local-server.ts';
import { type Profile, profile } from '../support/profile.ts';
import { temporaryBundle } from '../support/temporary-folder.ts';

const bundle = (name: string): string => join(import.meta.dirname, `../../dist/handler/${name}.js`);
const [RESOURCE, TEMPLATE] = [bundle('resource'), bundle('template')];
const KB = 1024;

const group = { Type: 'AWS::EC2::SecurityGroup', Properties: groupOf(tcpOut, allOut) };
const stack = { template: JSON.stringify({ Resources: { Sg: group } }), previousTemplate: '' };
const changes = {
  template: '',
  changedResources: [
    {
      logicalResourceId: 'Sg',
      resourceType: group.Type,
      action: 'CREATE',
      afterContext: JSON.stringify({ Properties: group.Properties }),
    },
  ],
};

const askOf = async (target: 'STACK' | 'CHANGE_SET', payload: unknown): Promise<Profile> => {
  const { origin } = await localServer((response) => response.end(JSON.stringify(payload)));
  return profile(TEMPLATE, templateEvent(target, `${origin}/x?y=z`), { EGRESS_GUARD_PAYLOAD_ORIGIN: origin });
};

const refusal = (where: string) => ({
  hookStatus: 'FAILED',
  errorCode: 'NonCompliant',
  message: expect.stringMatching(new RegExp(`^${where} allows all protocols`)),
  clientRequestToken: TOKEN,
});

describe('about a resource, the bundle of the gate', () => {
  const events = {
    'that is open': resourceEvent(groupOf(allOut)),
    'that complies': resourceEvent(groupOf(tcpOut)),
    'that is undetermined': resourceEvent(groupOf({ Ref: 'Rule' })),
    'of another type': resourceEvent({}, { data: { targetName: 'AWS::S3::Bucket' } }),
  };

  /** Of those 10 KB are loading. */
  const limits = { 'that is open': 32, 'that complies': 20, 'that is undetermined': 25, 'of another type': 17 };

  test.each(Object.entries(limits))('%s, executes %i KB at most and compiles nothing late', async (name, limit) => {
    const event = events[name as keyof typeof limits];
    const { answer, executed, scripts } = await profile(RESOURCE, event);
    expect(answer).toMatchObject({
      clientRequestToken: TOKEN,
      hookStatus: expect.stringMatching(/^(SUCCESS|FAILED)$/),
    });
    expect(executed).toBeGreaterThan(KB);
    expect(executed).toBeLessThanOrEqual(limit * KB);
    expect(scripts).toEqual(['resource.js']);
  });

  test('refuses what is open', async () => {
    const { answer } = await profile(RESOURCE, events['that is open']);
    expect(answer).toMatchObject(refusal('AppSg \\(AWS::EC2::SecurityGroup\\) SecurityGroupEgress\\[0\\]'));
  });
});

describe('about a template, the other bundle', () => {
  test('reads a stack', async () => {
    const { answer, scripts } = await askOf('STACK', stack);
    expect(answer).toMatchObject(refusal('Line 1: Sg \\(AWS::EC2::SecurityGroup\\) SecurityGroupEgress\\[1\\]'));
    // Node compiles its own reader of HTTP, from bytes and without a name that ends so.
    expect(scripts.filter((script) => script.endsWith('.js') || script.endsWith('.ts'))).toEqual(['template.js']);
  });

  test('reads a change set', async () => {
    const { answer } = await askOf('CHANGE_SET', changes);
    expect(answer).toMatchObject(refusal('Sg \\(AWS::EC2::SecurityGroup\\) SecurityGroupEgress\\[1\\]'));
  });

  test('reads YAML', async () => {
    const template =
      'Resources:\n  Out:\n    Type: AWS::EC2::SecurityGroupEgress\n    Properties: { IpProtocol: -1 }\n';
    const { answer } = await askOf('STACK', { template });
    expect(answer).toMatchObject(refusal('Line 4: Out \\(AWS::EC2::SecurityGroupEgress\\)'));
  });

  test('lets pass what cannot be read', async () => {
    const { answer } = await askOf('STACK', { template: 'Resources: [ # AWS::EC2::SecurityGroup' });
    expect(answer).toMatchObject({ hookStatus: 'SUCCESS', annotations: [{ status: 'SKIPPED' }] });
  });

  test('asks no host but those of S3 without the setting', async () => {
    const { origin, attempts } = await localServer((response) => response.end(JSON.stringify(stack)));
    const { answer } = await profile(TEMPLATE, templateEvent('STACK', `${origin}/x`));
    expect(answer).toMatchObject({
      hookStatus: 'SUCCESS',
      message: expect.stringContaining('its address is not one of S3'),
    });
    expect(attempts()).toBe(0);
  });
});

describe('what measures the bundle', () => {
  test('counts what is executed, and not what is only there', async () => {
    const idle = `const idle = () => { ${'idle();'.repeat(10_000)} };`;
    const source = 'exports.handler = async () => ({ a: 1 });';
    const { answer, executed } = await profile(await temporaryBundle(`${source}\n${idle}\n`), {});
    expect(answer).toEqual({ a: 1 });
    expect(executed).toBeGreaterThan(source.length);
    expect(executed).toBeLessThan(200);
  });

  test('sees code that is compiled late', async () => {
    const late = `new Function('return 1\\n//# sourceURL=late.js')();`;
    const { scripts } = await profile(await temporaryBundle(`exports.handler = async () => { ${late} };`), {});
    expect(scripts).toEqual(['index.js', 'late.js']);
  });

  test('and the bundle is larger than what it evaluates', async () => {
    expect((await readFile(RESOURCE)).byteLength).toBeGreaterThan(20 * KB);
  });
});

test('asked about a template, the bundle of the gate says that it is not for it', async () => {
  const { answer } = await profile(RESOURCE, templateEvent('STACK', 'https://s3.us-west-2.amazonaws.com/x'));
  expect(answer).toMatchObject({
    hookStatus: 'SUCCESS',
    message: expect.stringContaining('STACK is for the function of the template hook'),
  });
});

test('asked about a resource, the bundle of the template hook decides it the same', async () => {
  const event = resourceEvent(groupOf(allOut));
  const [gate, other] = await Promise.all([profile(RESOURCE, event), profile(TEMPLATE, event)]);
  expect(other.answer).toEqual(gate.answer);
});
