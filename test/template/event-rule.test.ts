import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../rule/value/place.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { type Parameters, renderTemplate, resourcesOf } from '../support/rendered-template.ts';
import { everything } from '../support/rendered-template-log.ts';

// What the patterns match is asked of AWS's own matcher: test/event-rule.

const template = await readTemplate('template.yaml');

const rulesWith = (parameters: Parameters): Readonly<Record<string, JsonObject>> =>
  resourcesOf(renderTemplate(template, parameters), 'AWS::Events::Rule');

const targetsOf = (rule: JsonObject): JsonObject[] => [rule['Targets']].flat().map((target) => part(target));

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_PATTERN = 2048;

const { AlarmTopicArn = '', EventBusArn = '', ...others } = everything;

describe.each(Object.entries(rulesWith(everything)))('the rule %s', (id, rule) => {
  test('is within what EventBridge takes', () => {
    expect(JSON.stringify(rule['EventPattern']).length).toBeLessThanOrEqual(MAX_PATTERN);
    expect(String(rule['Description']).length).toBeLessThanOrEqual(512);
  });

  test('tells the topic in words, with the whole event', () => {
    const [topic] = targetsOf(rule);
    expect(topic?.['Arn']).toBe(AlarmTopicArn);
    const { InputPathsMap: paths, InputTemplate: text } = part(topic, 'InputTransformer');
    expect(paths).toEqual({ account: '$.account', region: '$.region' });
    const filled = String(text)
      .replace('<account>', '123456789012')
      .replace('<region>', 'us-east-1')
      .replace('<aws.events.event.json>', '{"detail":{}}');
    expect(JSON.parse(filled)).toEqual({
      summary: expect.stringMatching(/^Egress Guard in account 123456789012, us-east-1: [^<>]+\.$/),
      event: { detail: {} },
    });
  });

  test('tells the bus as it is, by a role of its own', () => {
    const [, bus, ...more] = targetsOf(rule);
    expect(more).toEqual([]);
    expect(bus).toEqual({ Id: 'Bus', Arn: EventBusArn, RoleArn: expect.stringContaining('EventRole') });
  });

  test('tells one of them where the other is not given', () => {
    expect(targetsOf(part(rulesWith({ ...others, AlarmTopicArn }), id)).map(({ Id }) => Id)).toEqual(['Topic']);
    expect(targetsOf(part(rulesWith({ ...others, EventBusArn }), id)).map(({ Id }) => Id)).toEqual(['Bus']);
  });
});

test('without a topic and a bus there is no rule', () => {
  expect(rulesWith(others)).toEqual({});
});
