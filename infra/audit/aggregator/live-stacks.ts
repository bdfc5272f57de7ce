import type { RuleSettings } from '../../../rule/index.ts';
import type { AuditedStack } from '../audit-stacks.ts';
import { evaluateStack, type StackEvaluation } from '../evaluate-stack.ts';
import { type DeployedStack, OUTSIDE } from '../stack.ts';
import { hasDefaultEgress, type LiveGroup } from './live-group.ts';

/** Collects groups under the stacks that made them, and what the rules say of them: what complies is not kept. */
export interface LiveStacks {
  readonly add: (group: LiveGroup) => number;
  readonly audited: () => readonly AuditedStack[];
}

export function makeLiveStacks(settings: RuleSettings): LiveStacks {
  const stacks = new Map<string, { readonly stack: DeployedStack; readonly evaluations: StackEvaluation[] }>();
  return {
    add: (group) => {
      // Without entries it opens nothing, whatever a template says of it.
      if (group.egress.length === 0) return 0;
      const stack = stackOf(group);
      const evaluation = evaluateGroup(group, stack, settings);
      const found = evaluation.findings.length;
      const known = stacks.get(stack.id) ?? { stack, evaluations: [] };
      stacks.set(stack.id, known);
      if (found + evaluation.undetermined.length > 0) known.evaluations.push(evaluation);
      return found;
    },
    audited: () =>
      [...stacks.values()].map(({ stack, evaluations }) => ({
        stack,
        outcome: {
          kind: 'evaluated',
          evaluation: {
            findings: evaluations.flatMap(({ findings }) => findings),
            undetermined: evaluations.flatMap(({ undetermined }) => undetermined),
          },
        },
      })),
  };
}

/** The stack is told by the tags that CloudFormation gives what it makes. */
const stackOf = ({ account, region, tags }: LiveGroup): DeployedStack => {
  const tagged = (name: string): string | undefined => tags.find(([key]) => key === `aws:cloudformation:${name}`)?.[1];
  const id = tagged('stack-id');
  const name = tagged('stack-name');
  const common = { status: '', updated: '', parameters: [], tags };
  return id === undefined || name === undefined
    ? { ...common, id: `arn:aws:ec2:${region}:${account}:security-group/${OUTSIDE}`, name: OUTSIDE }
    : { ...common, id, name };
};

const evaluateGroup = (group: LiveGroup, stack: DeployedStack, settings: RuleSettings): StackEvaluation => {
  const { groupId, groupName, egress, tags } = group;
  const logicalId = tags.find(([key]) => key === 'aws:cloudformation:logical-id')?.[1] ?? groupId;
  const template = {
    Resources: {
      [logicalId]: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupId: groupId, GroupName: groupName, SecurityGroupEgress: egress },
      },
    },
  };
  const reading = { kind: 'read', text: JSON.stringify(template, null, 2), isOriginal: false } as const;
  const evaluation = evaluateStack(stack, reading, settings);
  const hint = hasDefaultEgress(group) ? ` ${defaultText(stack)}` : '';
  return {
    ...evaluation,
    findings: evaluation.findings.map((finding) => ({
      ...finding,
      message: `${finding.message} It is ${groupId}${groupName === '' ? '' : `, ${groupName}`}.${hint}`,
    })),
  };
};

/** What EC2 adds by itself cannot be told from what somebody wrote. */
const defaultText = ({ name }: DeployedStack): string =>
  name === OUTSIDE
    ? 'It is what EC2 gives every group until somebody takes it away.'
    : 'It is what EC2 gives a group whose template names no egress, unless that names just this.';
