import type { HookResponse } from '../../../../handler/answer/response.ts';
import { readConfig } from '../../../../handler/config.ts';
import { isObject, type JsonObject } from '../../../../rule/value/place.ts';
import { asStrings } from '../../../support/as-strings.ts';
import { resourceEvent, templateEvent } from '../../../support/events.ts';
import { type Answer, invoke } from '../../../support/invoke.ts';
import { localServer } from '../../../support/local-server.ts';
import { fitsResolved, fitsTemplate, jsonOf, positionIn, yamlOf } from './form.ts';
import type { Case, Told, WrittenResource } from './table.ts';

/** What the handler answered and logged, as far as it concerns one rule. */
interface Outcome {
  readonly hookStatus: HookResponse['hookStatus'];
  readonly errorCode?: string | undefined;
  /** The annotations of the rule that stand in the way. */
  readonly refusals: readonly string[];
  /** Its other annotations. */
  readonly remarks: readonly string[];
  /** The messages of its findings in the log. */
  readonly logged: readonly string[];
}

/** One of the requests with which CloudFormation asks about a case. */
export interface Question {
  readonly fits: (given: Case) => boolean;
  /** What was answered, and what should have been, request by request. */
  readonly ask: (given: Case, id: string) => Promise<readonly Exchange[]>;
}

interface Exchange {
  readonly outcome: Outcome;
  readonly expected: Outcome;
}

const environmentOf = ({ settings }: Case, id: string): Record<string, string> => ({
  EGRESS_GUARD_RULES: id,
  EGRESS_GUARD_ALLOW_LOOPBACK_ONLY_EGRESS: String(settings.allowLoopbackOnly ?? false),
  EGRESS_GUARD_REQUIRE_INLINE_EGRESS: String(settings.requireInlineEgress ?? false),
});

const outcomeOf = ({ response, findings }: Answer, id: string): Outcome => {
  const own = (response.annotations ?? []).filter(({ annotationName }) => annotationName === id);
  const messages = (isRefusal: boolean) =>
    own.filter(({ status }) => (status === 'FAILED') === isRefusal).map(({ statusMessage }) => statusMessage);
  return {
    hookStatus: response.hookStatus,
    errorCode: response.errorCode,
    refusals: messages(true),
    remarks: messages(false),
    logged: findings.map((line) => JSON.parse(line)).map(({ message }) => message),
  };
};

/** What is answered where so much stands in the way. */
const expectedOf = (refusals: readonly string[], remarks: readonly string[], logged: readonly string[]): Outcome => ({
  hookStatus: refusals.length > 0 ? 'FAILED' : 'SUCCESS',
  errorCode: refusals.length > 0 ? 'NonCompliant' : undefined,
  ...{ refusals, remarks, logged },
});

const messagesOf = (told: readonly Told[]): readonly string[] => told.map(({ message }) => message);

const hasObjects = ({ resources }: Case): boolean =>
  Object.values(resources).every(({ Properties }) => isObject(Properties));

/** Of one resource. */
const about = (told: readonly Told[], logicalId: string): readonly string[] =>
  messagesOf(told.filter(({ path }) => path.startsWith(`/Resources/${logicalId}/`)));

const eventOf = (logicalId: string, { Type, Properties }: WrittenResource): unknown =>
  resourceEvent(asStrings(Properties), {
    data: { targetName: Type, targetType: Type, targetLogicalId: logicalId },
    model: { previousResourceProperties: undefined },
    event: { actionInvocationPoint: 'CREATE_PRE_PROVISION' },
  });

const askAboutResource = async (
  given: Case,
  id: string,
  [logicalId, resource]: readonly [string, WrittenResource],
): Promise<Exchange> => {
  const config = () => readConfig(environmentOf(given, id));
  const answer = await invoke(eventOf(logicalId, resource), { config });
  const findings = about(given.findings, logicalId);
  return {
    outcome: outcomeOf(answer, id),
    expected: expectedOf(
      [...findings, ...about(given.undetermined, logicalId)],
      about(given.notes, logicalId),
      findings,
    ),
  };
};

const askAboutPayload = async (given: Case, id: string, target: 'STACK' | 'CHANGE_SET', payload: JsonObject) => {
  const { origin } = await localServer((response) => response.end(JSON.stringify(payload)));
  const config = () => readConfig({ ...environmentOf(given, id), EGRESS_GUARD_PAYLOAD_ORIGIN: origin });
  return outcomeOf(await invoke(templateEvent(target, `${origin}/payload`), { config }), id);
};

/** A STACK request is sent without the values of parameters, and is refused for nothing that depends on a condition. */
const isSure = ({ condition, message }: Told): boolean =>
  condition === undefined && !message.includes('the default of parameter');

const lined = (told: readonly Told[], text: string): readonly string[] =>
  told.map(({ message, path, mark = path }) => `Line ${positionIn(text, mark).line}: ${message}`);

const stackRequest = (write: (given: Case) => string): Question => ({
  fits: fitsTemplate,
  ask: async (given, id) => {
    const text = write(given);
    const outcome = await askAboutPayload(given, id, 'STACK', { template: text });
    const refusals = lined(given.stackFindings ?? given.findings.filter(isSure), text);
    const logged = messagesOf(given.stackFindings ?? given.findings.filter(isSure));
    const conditional = given.findings
      .filter(({ condition }) => condition !== undefined)
      .map((one) => ({ ...one, message: `${one.message.slice(0, -1)} if ${one.condition}.` }));
    const remarks = lined([...given.undetermined, ...conditional, ...given.notes], text);
    const known = given.template.Parameters === undefined ? remarks : outcome.remarks;
    return [{ outcome, expected: expectedOf(refusals, known, logged) }];
  },
});

const changeOf = ([logicalResourceId, { Type, Properties }]: readonly [string, WrittenResource]): JsonObject => ({
  logicalResourceId,
  resourceType: Type,
  action: 'CREATE',
  afterContext: JSON.stringify({ Properties: asStrings(Properties) }),
});

/** Which line an item of a list is on cannot be told where a function stands among the items. */
const holdsFunction = (value: unknown): boolean => /"(Ref|Fn::[^"]*)":/.test(JSON.stringify(value));

const withoutLines = ({ refusals, remarks, ...outcome }: Outcome): Outcome => {
  const plain = (messages: readonly string[]) => messages.map((message) => message.replace(/^Line \d+: /, ''));
  return { ...outcome, refusals: plain(refusals), remarks: plain(remarks) };
};

/** Every kind of request. */
export const questions: Readonly<Record<string, Question>> = {
  'a request about the resource': {
    fits: (given) => fitsResolved(given) && hasObjects(given),
    ask: (given, id) =>
      Promise.all(Object.entries(given.resources).map((resource) => askAboutResource(given, id, resource))),
  },
  'a request about a stack, in JSON': stackRequest(jsonOf),
  'a request about a stack, in YAML': stackRequest(yamlOf),
  'a request about a change set': {
    fits: (given) => fitsResolved(given) && fitsTemplate(given) && hasObjects(given),
    ask: async (given, id) => {
      const text = yamlOf(given);
      const changedResources = Object.entries(given.resources).map(changeOf);
      const outcome = await askAboutPayload(given, id, 'CHANGE_SET', { template: text, changedResources });
      const { findings, undetermined, notes } = given;
      const tell = holdsFunction(given.resources) ? messagesOf : (told: readonly Told[]) => lined(told, text);
      return [
        {
          outcome: holdsFunction(given.resources) ? withoutLines(outcome) : outcome,
          expected: expectedOf(tell(findings), tell([...undetermined, ...notes]), messagesOf(findings)),
        },
      ];
    },
  },
};
