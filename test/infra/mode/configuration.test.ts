import { describe, expect, test } from 'vitest';
import { changeConfiguration, parseConfiguration } from '../../../infra/aws/hook-configuration.ts';

const documentOf = (configuration: string): string =>
  `{"CloudFormationConfiguration":{"HookConfiguration":${configuration}}}`;

/** What becomes of the text of a configuration. */
const change = (text: string): string => {
  const parsed = parseConfiguration(text);
  if (parsed.state !== 'REGISTERED') throw new Error(`The configuration is ${parsed.state}.`);
  return JSON.stringify(changeConfiguration(parsed.document, { FailureMode: 'WARN' }));
};

describe('a configuration', () => {
  const cases: Record<string, readonly [before: string, after: string]> = {
    'has a field changed in its place': [
      documentOf('{"FailureMode":"FAIL","Properties":{"a":[1]}}'),
      documentOf('{"FailureMode":"WARN","Properties":{"a":[1]}}'),
    ],
    'gets a field that it lacks': [documentOf('{}'), documentOf('{"FailureMode":"WARN"}')],
    'keeps what stands around it': [
      '{"A":null,"CloudFormationConfiguration":{"B":"é","HookConfiguration":{"FailureMode":"FAIL"}}}',
      '{"A":null,"CloudFormationConfiguration":{"B":"é","HookConfiguration":{"FailureMode":"WARN"}}}',
    ],
    'keeps keys of the prototype': [
      documentOf('{"__proto__":{"FailureMode":"x"},"constructor":1,"FailureMode":"FAIL"}'),
      documentOf('{"__proto__":{"FailureMode":"x"},"constructor":1,"FailureMode":"WARN"}'),
    ],
    'may have spaces and lines': [
      `\r\n ${documentOf('{"FailureMode": "FAIL"}')}\t\n`,
      documentOf('{"FailureMode":"WARN"}'),
    ],
    'has, of a key that comes twice, the last': [
      documentOf('{"FailureMode":"FAIL","FailureMode":"FAIL"}'),
      documentOf('{"FailureMode":"WARN"}'),
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [before, after]) => {
    expect(change(before)).toBe(after);
  });

  const unreadable: Record<string, string> = {
    '': 'its configuration is not a JSON object',
    null: 'its configuration is not a JSON object',
    '[]': 'its configuration is not a JSON object',
    '"{}"': 'its configuration is not a JSON object',
    '{"CloudFormationConfiguration":': 'its configuration is not a JSON object',
    '{}': 'it is registered without a configuration',
    '{"HookConfiguration":{}}': 'its configuration has no HookConfiguration',
    '{"CloudFormationConfiguration":{}}': 'its configuration has no HookConfiguration',
    '{"CloudFormationConfiguration":{"HookConfiguration":"x"}}': 'its configuration has no HookConfiguration',
    '{"__proto__":{"CloudFormationConfiguration":{"HookConfiguration":{}}}}':
      'its configuration has no HookConfiguration',
  };

  test.each(Object.entries(unreadable))('is none: %s', (text, problem) => {
    expect(parseConfiguration(text)).toEqual({ state: 'UNREADABLE', problem });
  });
});
