import { asStrings } from '../support/as-strings.ts';
import { resourceEvent } from '../support/events.ts';
import type { Random } from '../support/random.ts';
import type { Entry, Subject } from './model.ts';

const GROUP = 'AWS::EC2::SecurityGroup';

const EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** The exemptions document of the tests covers what is called so, until a day that is far; and what lapsed no more. */
export const EXEMPTED = 'ExemptSg';

const OTHER = 'AppSg';

const propertiesOf = (entries: readonly Entry[], isStandalone: boolean): Readonly<Record<string, unknown>> => {
  const list = entries.map(({ properties }) => properties);
  if (isStandalone) return { GroupId: 'sg-1', ...list[0] };
  return { GroupDescription: 'x', ...(list.length > 0 && { SecurityGroupEgress: list }) };
};

const nameOf = ({ isExempted }: Subject): string => (isExempted ? EXEMPTED : OTHER);

/** What the gate is asked about a subject: typed, or each number and boolean a string. */
export function gateEvent(subject: Subject, random: Random): unknown {
  const { entries, before, isStandalone } = subject;
  const form = random.below(2) === 0 ? asStrings : (value: unknown): unknown => value;
  const targetName = isStandalone ? EGRESS : GROUP;
  const previous = before === undefined ? undefined : form(propertiesOf(before, isStandalone));
  return resourceEvent(form(propertiesOf(entries, isStandalone)), {
    event: { actionInvocationPoint: before === undefined ? 'CREATE_PRE_PROVISION' : 'UPDATE_PRE_PROVISION' },
    data: { targetName, targetType: targetName, targetLogicalId: nameOf(subject) },
    model: { previousResourceProperties: previous },
  });
}

const templateOf = (entries: readonly Entry[], subject: Subject): string =>
  JSON.stringify({
    Resources: {
      [nameOf(subject)]: {
        Type: subject.isStandalone ? EGRESS : GROUP,
        Properties: propertiesOf(entries, subject.isStandalone),
      },
    },
  });

/** What the template function reads about a subject. */
export function templatePayload(subject: Subject): { readonly template: string; readonly previousTemplate: string } {
  const { entries, before } = subject;
  return {
    template: templateOf(entries, subject),
    previousTemplate: before === undefined ? '' : templateOf(before, subject),
  };
}
