import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../rule/value/place.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { type Parameters, renderTemplate, resourcesOf } from '../support/rendered-template.ts';

const organization = await readTemplate('dist/egress-guard-organization.template.yaml');

const account = await readTemplate('template.yaml');

const given: Parameters = {
  TemplateUrl: 'https://bucket.s3.us-east-1.amazonaws.com/egress-guard.template.yaml',
  TargetRegions: 'us-east-1,eu-central-1',
  OrganizationId: 'o-a1b2c3d4e5',
};

const stackSetWith = (parameters: Parameters = {}): JsonObject =>
  part(
    resourcesOf(renderTemplate(organization, { ...given, ...parameters }), 'AWS::CloudFormation::StackSet'),
    'Stacks',
  );

const listOf = (value: unknown): JsonObject[] => [value].flat().map((item) => part(item));

const valuesIn = (list: unknown): Record<string, unknown> =>
  Object.fromEntries(listOf(list).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));

describe('the stack set of an organization', () => {
  test('hands on what the template of an account declares', () => {
    const names = Object.keys(valuesIn(stackSetWith()['Parameters']));
    expect(Object.keys(part(account, 'Parameters'))).toEqual(expect.arrayContaining(names));
  });

  test('takes of each of these what the template of an account takes', () => {
    const shared = Object.keys(part(organization, 'Parameters')).filter((name) =>
      Object.hasOwn(part(account, 'Parameters'), name),
    );
    expect(shared).toContain('ExcludedStackNames');
    for (const name of shared) {
      const { Description: _here, Default: _usual, ...here } = part(organization, 'Parameters', name);
      const { Description: _there, Default: _other, ...there } = part(account, 'Parameters', name);
      expect({ name, ...here }).toEqual({ name, ...there });
    }
  });

  test('is deployed by itself to accounts that join, one Region after the other', () => {
    expect(stackSetWith()).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
      Capabilities: ['CAPABILITY_IAM'],
      TemplateURL: given['TemplateUrl'],
    });
  });

  test.each([
    [{ FailOrganizationalUnits: 'ou-ab12-11111111,ou-ab12-22222222' }, ['FAIL']],
    [{ WarnOrganizationalUnits: 'r-ab12' }, ['WARN']],
    [{ FailOrganizationalUnits: 'ou-ab12-11111111', WarnOrganizationalUnits: 'ou-ab12-22222222' }, ['FAIL', 'WARN']],
  ])('has the mode of each unit: %j', (parameters: Parameters, modes) => {
    const groups = listOf(stackSetWith(parameters)['StackInstancesGroup']);
    expect(groups.map((group) => valuesIn(group['ParameterOverrides']))).toEqual(
      modes.map((ResourceFailureMode) => ({ ResourceFailureMode })),
    );
  });

  test('has the buckets of this account unless it is told others', () => {
    const usual = valuesIn(stackSetWith()['Parameters']);
    expect(usual).toMatchObject({ ExemptionsBucketOwner: '123456789012', ArchiveBucketOwner: '123456789012' });
    const other = valuesIn(stackSetWith({ ExemptionsBucketOwner: '210987654321' })['Parameters']);
    expect(other).toMatchObject({ ExemptionsBucketOwner: '210987654321', ArchiveBucketOwner: '123456789012' });
  });

  test('tells the central bus, which takes events of the organization alone', () => {
    const rendered = renderTemplate(organization, given);
    expect(String(valuesIn(stackSetWith()['Parameters'])['EventBusArn'])).toContain('EventBus');
    const [policy] = Object.values(resourcesOf(rendered, 'AWS::Events::EventBusPolicy'));
    expect(policy).toMatchObject({
      Statement: {
        Action: 'events:PutEvents',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      },
    });
    expect(resourcesOf(rendered, 'AWS::Events::Rule')).toEqual({});
    const told = renderTemplate(organization, { ...given, TopicArn: 'arn:aws:sns:us-east-1:123456789012:security' });
    expect(Object.keys(resourcesOf(told, 'AWS::Events::Rule'))).toEqual(['Events']);
  });
});
