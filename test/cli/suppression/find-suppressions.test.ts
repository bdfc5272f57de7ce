import { describe, expect, test } from 'vitest';
import { prepareSuppressions } from '../../../cli/suppression/find-suppressions.ts';

const RULE = 'security_group_egress_with_all_protocols';

const withMetadata = (metadata: object): string =>
  JSON.stringify({ Resources: { Sg: { Type: 'AWS::EC2::SecurityGroup', Metadata: metadata, Properties: {} } } });

const commented = (above: string, beside = '', first = ''): string => `${first}
Resources:
  Other:
    # checkov:skip=CKV_AWS_382:of another
    Type: AWS::EC2::SecurityGroup
  ${above}
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress:
        - IpProtocol: -1 ${beside}
`;

const suppressionsIn = (text: string, ruleId = RULE) =>
  prepareSuppressions(text)({ ruleId, logicalId: 'Sg', line: 11 });

describe('metadata of the resource', () => {
  test.each<[string, object, object]>([
    [
      'cfn_nag',
      {
        cfn_nag: {
          rules_to_suppress: [
            { id: 'W9', reason: 'x' },
            { id: 'W40', reason: ' a lab ' },
          ],
        },
      },
      { tool: 'cfn_nag', id: 'W40', reason: 'a lab' },
    ],
    [
      'Guard',
      { guard: { SuppressedRules: ['OTHER', 'SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE'] } },
      { tool: 'Guard', id: 'SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE' },
    ],
    [
      'checkov',
      { checkov: { skip: [{ id: 'CKV_AWS_382', comment: 'a lab' }] } },
      { tool: 'checkov', id: 'CKV_AWS_382', reason: 'a lab' },
    ],
  ])('asks %s', (_tool, metadata, expected) => {
    expect(suppressionsIn(withMetadata(metadata))).toEqual([expected]);
  });

  test.each<[string, object]>([
    ['another rule', { cfn_nag: { rules_to_suppress: [{ id: 'W28' }] } }],
    ['a misspelt key', { cfn_nag: { rules_to_supress: [{ id: 'W40' }] } }],
    ['no list', { cfn_nag: { rules_to_suppress: 'W40' }, guard: null, checkov: [] }],
    ['no object', { cfn_nag: { rules_to_suppress: ['W40', null, { id: 40 }] } }],
  ])('asks nobody by %s', (_what, metadata) => {
    expect(suppressionsIn(withMetadata(metadata))).toEqual([]);
  });

  test.each([
    ['security_group_without_egress', 'F1000'],
    ['security_group_egress_with_all_ports', 'W29'],
  ])('is about the rule that looks at the same: %s', (ruleId, id) => {
    const text = withMetadata({ cfn_nag: { rules_to_suppress: [{ id }] } });
    expect(suppressionsIn(text, ruleId)).toEqual([{ tool: 'cfn_nag', id }]);
    expect(suppressionsIn(text)).toEqual([]);
  });
});

describe('a comment', () => {
  test.each<[string, string, object]>([
    [
      'above the resource',
      commented('# checkov:skip=CKV_AWS_382: a lab'),
      { tool: 'checkov', id: 'CKV_AWS_382', reason: 'a lab' },
    ],
    ['above it, for KICS', commented('# kics-scan ignore-block'), { tool: 'KICS', id: 'ignore-block' }],
    ['beside the entry', commented('', '#trivy:ignore:AVD-AWS-0104'), { tool: 'trivy', id: 'AVD-AWS-0104' }],
    ['of the file', commented('', '', '# kics-scan ignore'), { tool: 'KICS', id: 'ignore' }],
    [
      'of the file, by the id of a query',
      commented('', '', '# kics-scan disable=a,ee464fc2-54a6-4e22-b10a-c6dcd2474d0c'),
      { tool: 'KICS', id: 'ee464fc2-54a6-4e22-b10a-c6dcd2474d0c' },
    ],
  ])('%s', (_what, text, expected) => {
    expect(suppressionsIn(text)).toEqual([expected]);
  });

  test.each([
    ['of another resource', commented('')],
    ['about another rule', commented('# checkov:skip=CKV_AWS_1:x', '# trivy:ignore:AWS-0107')],
    ['that disables another query', commented('', '', '# kics-scan disable=a,b')],
  ])('%s asks nothing', (_what, text) => {
    expect(suppressionsIn(text)).toEqual([]);
  });
});

test('a text that cannot be read asks by its comments alone', () => {
  expect(suppressionsIn(`${commented('# kics-scan ignore-line')}\n  {`)).toEqual([{ tool: 'KICS', id: 'ignore-line' }]);
});
