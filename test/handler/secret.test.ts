import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../handler/config.ts';
import { createHandler } from '../../handler/handle.ts';
import { makeStorage } from '../../handler/storage.ts';
import { earlyWarning } from '../../handler/template/early-warning.ts';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../support/events.ts';
import { documentOf, exemption } from '../support/exemptions.ts';
import { localServer } from '../support/local-server.ts';
import { fakeStore } from '../support/object-store.ts';

/** All that leaves the function for one event: its answer, its log and what it keeps. */
const outputOf = async (event: unknown, origin = 'http://127.0.0.1:1'): Promise<string> => {
  const store = fakeStore([{ text: documentOf(exemption(Date.now(), { match: { logicalId: 'Other' } })) }]);
  const storage = makeStorage(Date.now, store);
  const lines: string[] = [];
  const settings = {
    EGRESS_GUARD_EXEMPTIONS_URI: 's3://security/exemptions.json',
    EGRESS_GUARD_ARCHIVE_BUCKET: 'reports',
    EGRESS_GUARD_PAYLOAD_ORIGIN: origin,
  };
  const handler = createHandler({
    config: () => readConfig(settings),
    now: Date.now,
    openLog: () => (line) => lines.push(line),
    storage: async () => storage,
    earlyWarning,
  });
  const response = await handler(event);
  return JSON.stringify([response, lines, store.asked]);
};

const SECRETS = fc.stringMatching(/^SECRET[A-Za-z0-9]{12}$/);

/** A place for a secret: given one, the properties that hold it and whatever else is in them. */
type Place = (secret: string) => Record<string, unknown>;

const bad = allOut;

/** Wherever a person, or a template, may put what nobody else is to read. */
const places: Record<string, Place> = {
  'a description': (secret) => ({ ...groupOf(bad), GroupDescription: secret }),
  'a name and a group': (secret) => ({ ...groupOf(bad), GroupName: secret, VpcId: secret }),
  'a tag': (secret) => ({ ...groupOf(bad), Tags: [{ Key: secret, Value: secret }] }),
  'an unknown property': (secret) => ({ ...groupOf(bad), [secret]: { [secret]: [secret] } }),
  ingress: (secret) => ({ ...groupOf(bad), SecurityGroupIngress: [{ IpProtocol: secret, CidrIp: secret }] }),
  'the description of the entry': (secret) => groupOf({ ...bad, Description: secret }),
  'a port of the entry': (secret) => groupOf({ ...bad, FromPort: secret, ToPort: { Ref: secret } }),
  'an unknown key of the entry': (secret) => groupOf({ ...bad, [secret]: secret }),
  'an entry that complies': (secret) => groupOf(bad, { ...tcpOut, Description: secret, CidrIp: secret }),
  'a protocol that complies': (secret) => groupOf(bad, { IpProtocol: secret }),
  'an entry that is a text': (secret) => groupOf(bad, secret),
  'an entry that is a list': (secret) => groupOf(bad, [secret]),
  'an egress that is a text': (secret) => ({ SecurityGroupEgress: secret }),
  'a protocol that is a list': (secret) => groupOf({ IpProtocol: [secret] }),
  'a protocol that is an object': (secret) => groupOf({ IpProtocol: { [secret]: secret } }),
  'what a reference resolves to later': (secret) => groupOf({ IpProtocol: `{{resolve:secretsmanager:${secret}}}` }),
};

describe('nothing of the properties leaves the function but what a finding names; a secret in', () => {
  test.each(Object.entries(places))('%s', async (_name, place) => {
    await fc.assert(
      fc.asyncProperty(SECRETS, async (secret) => {
        const event = resourceEvent(place(secret), { model: { previousResourceProperties: place(secret) } });
        expect(await outputOf(event)).not.toContain(secret);
      }),
      { numRuns: 5 },
    );
  });

  test('the rest of the event', async () => {
    await fc.assert(
      fc.asyncProperty(SECRETS, async (secret) => {
        const event = resourceEvent(groupOf(bad), {
          event: { [secret]: secret, requestContext: { callbackContext: { a: secret } }, hookTypeVersion: secret },
          data: { callerCredentials: secret, providerCredentials: { key: secret }, hookEncryptionKeyArn: secret },
          model: { [secret]: secret },
        });
        expect(await outputOf(event)).not.toContain(secret);
      }),
      { numRuns: 20 },
    );
  });
});

describe('nothing of a payload leaves the function but what a finding names; a secret in', () => {
  const templates: Record<string, (secret: string) => string> = {
    'a parameter, an output and a description': (secret) =>
      JSON.stringify({
        Description: secret,
        Parameters: { P: { Type: 'String', NoEcho: true, Default: secret } },
        Resources: {
          Db: { Type: 'AWS::RDS::DBInstance', Properties: { MasterUserPassword: secret } },
          AppSg: { Type: 'AWS::EC2::SecurityGroup', Properties: { ...groupOf(bad), GroupDescription: secret } },
        },
        Outputs: { O: { Value: secret } },
      }),
    'a comment': (secret) =>
      `# ${secret}\nResources:\n  AppSg: { Type: AWS::EC2::SecurityGroup, Properties: { SecurityGroupEgress: [ { IpProtocol: -1 } ] } }`,
    'a template that cannot be read': (secret) => `Resources: { "${secret}": [`,
    'what is no template': (secret) => secret,
  };

  test.each(Object.entries(templates))('%s', async (_name, write) => {
    const secret = 'SECRETabcdef012345';
    const payload = JSON.stringify({ template: write(secret), previousTemplate: write(secret) });
    const { origin } = await localServer((response) => response.end(payload));
    const output = await outputOf(templateEvent('STACK', `${origin}/${secret}?X-Amz-Signature=${secret}`), origin);
    expect(output).not.toContain(secret);
  });

  test('a context of a change set', async () => {
    const secret = 'SECRETabcdef012345';
    const context = JSON.stringify({
      Properties: { ...groupOf(bad, tcpOut), GroupDescription: secret },
      Metadata: { secret },
    });
    const changedResources = [
      {
        logicalResourceId: 'AppSg',
        resourceType: 'AWS::EC2::SecurityGroup',
        action: 'UPDATE',
        beforeContext: context,
        afterContext: context,
      },
    ];
    const { origin } = await localServer((response) =>
      response.end(JSON.stringify({ template: secret, changedResources })),
    );
    const output = await outputOf(templateEvent('CHANGE_SET', `${origin}/${secret}`), origin);
    expect(output).toContain('allows all protocols');
    expect(output).not.toContain(secret);
  });
});

test('what a finding names is told: the value and where the traffic may go', async () => {
  const output = await outputOf(resourceEvent(groupOf({ IpProtocol: -1, CidrIp: '198.51.100.7/32' })));
  expect(output).toContain('(IpProtocol -1) to 198.51.100.7/32');
});
