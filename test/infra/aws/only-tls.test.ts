import { describe, expect, test } from 'vitest';
import { isOnlyTls, makeOnlyTls } from '../../../infra/aws/only-tls.ts';

const BUCKET = 'arn:aws:s3:::templates';
const OBJECTS = `${BUCKET}/*`;

const deny = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [BUCKET, OBJECTS],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

const policyOf = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });

const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS };

describe('a bucket takes TLS only where its policy refuses plain HTTP', () => {
  const policies: Record<string, readonly object[]> = {
    'to everybody, for everything': [deny],
    'beside what else it says': [allow, deny],
    'to every principal of AWS': [{ ...deny, Principal: { AWS: '*' } }],
    'to a list with everybody in it': [{ ...deny, Principal: { AWS: ['arn:aws:iam::1:root', '*'] } }],
    'for every action of every service': [{ ...deny, Action: ['*'] }],
    'for every action, in capitals': [{ ...deny, Action: 'S3:*' }],
    'for every resource': [{ ...deny, Resource: '*' }],
    'for all that begins with its name': [{ ...deny, Resource: `${BUCKET}*` }],
    'by two statements': [
      { ...deny, Resource: BUCKET },
      { ...deny, Resource: [OBJECTS] },
    ],
    'by a condition that is no text': [{ ...deny, Condition: { Bool: { 'aws:SecureTransport': false } } }],
    'by a condition in other letters': [{ ...deny, Condition: { Bool: { 'AWS:SECURETRANSPORT': ['false'] } } }],
  };

  test.each(Object.entries(policies))('%s', (_name, statements) => {
    expect(isOnlyTls(policyOf(...statements), BUCKET)).toBe(true);
  });

  test('and may have a single statement, in no list', () => {
    expect(isOnlyTls(JSON.stringify({ Statement: deny }), BUCKET)).toBe(true);
  });
});

describe('a bucket takes plain HTTP, too, where its policy', () => {
  const and = (condition: object) => ({ ...deny, Condition: { ...deny.Condition, ...condition } });
  const policies: Record<string, readonly object[]> = {
    'says nothing': [],
    'allows it': [{ ...deny, Effect: 'Allow' }],
    'refuses it to one account': [{ ...deny, Principal: { AWS: 'arn:aws:iam::123456789012:root' } }],
    'refuses it to a service': [{ ...deny, Principal: { Service: '*' } }],
    'refuses it to all but somebody': [{ ...deny, Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::1:root' } }],
    'refuses it for one action': [{ ...deny, Action: 's3:PutObject' }],
    'refuses it for some actions': [{ ...deny, Action: ['s3:Get*', 's3:Put*'] }],
    'refuses it for all actions but one': [{ ...deny, Action: undefined, NotAction: 's3:GetObject' }],
    'refuses it for the bucket and nothing in it': [{ ...deny, Resource: BUCKET }],
    'refuses it for the objects and not the bucket': [{ ...deny, Resource: OBJECTS }],
    'refuses it for a part of it': [{ ...deny, Resource: [BUCKET, `${BUCKET}/old/*`] }],
    'refuses it for another bucket': [{ ...deny, Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }],
    'refuses it for all resources but one': [{ ...deny, Resource: undefined, NotResource: `${BUCKET}/old/*` }],
    'refuses it for the objects to somebody only': [
      { ...deny, Resource: BUCKET },
      { ...deny, Resource: OBJECTS, Principal: { AWS: 'arn:aws:iam::1:root' } },
    ],
    'refuses it on a further condition': [and({ StringEquals: { 'aws:PrincipalAccount': '1' } })],
    'refuses it on a further key': [and({ Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'false' } })],
    'refuses TLS': [and({ Bool: { 'aws:SecureTransport': 'true' } })],
    'refuses everything without a condition on it': [{ ...deny, Condition: undefined }],
  };

  test.each(Object.entries(policies))('%s', (_name, statements) => {
    const policy = policyOf(...statements);
    expect(isOnlyTls(policy, BUCKET)).toBe(false);
    expect(isOnlyTls(makeOnlyTls(policy, BUCKET), BUCKET)).toBe(true);
  });

  test.each([undefined, '', '{', '[]', '{"Statement":["*"]}'])('is %j', (policy) => {
    expect(isOnlyTls(policy, BUCKET)).toBe(false);
  });
});
