import { type RuleGuide, type RuleMeta, version } from '../../../rule/index.ts';

/**
 * A rule for AWS's own Guard hook and for `cfn-guard`, in the language of Guard 3, about stacks (`Type`, `Properties`) and about
 * single resources (`ResourceType`, `ResourceProperties`):
 * https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/guard-hooks-write-rules.html
 */
export function guardRule({ id, description, remediation }: RuleMeta, guard: NonNullable<RuleGuide['guard']>): string {
  const message = `${description} ${remediation}`;
  const checks = guard.map((clause) => `    ${clause}\n      <<${message}>>\n    }\n`).join('');
  return `# ${id}, of Egress Guard ${version}, for AWS CloudFormation Guard 3.
# It knows less than Egress Guard: of a template it takes what stands there. A protocol by !Ref, !FindInMap or any other function,
# an entry that Fn::ForEach or a macro makes, and Properties that are a function as a whole, pass where a stack is checked; a
# single resource has its values. It has no exemptions, no parameters' values, and does not tell what was there before.
let groups = Resources.*[ Type == 'AWS::EC2::SecurityGroup' ]
let sent_groups = Resources.*[ ResourceType == 'AWS::EC2::SecurityGroup' ]
let egress = Resources.*[ Type == 'AWS::EC2::SecurityGroupEgress' ]
let sent_egress = Resources.*[ ResourceType == 'AWS::EC2::SecurityGroupEgress' ]

rule ${id}_entries(entries) {
  %entries exists
  when %entries[ IpProtocol exists ] !empty {
${checks}  }
}

rule ${id} {
  when %groups !empty {
${groupChecks(id, '%groups', 'Properties')}  }
  when %sent_groups !empty {
${groupChecks(id, '%sent_groups', 'ResourceProperties')}  }
  when %egress !empty { ${id}_entries(%egress.Properties) }
  when %sent_egress !empty { ${id}_entries(%sent_egress.ResourceProperties) }
}
`;
}

/** The egress of groups: a list, one object, and either with a condition in it, whose branches are all taken. */
const groupChecks = (id: string, groups: string, properties: string): string => {
  const egress = `${properties}.SecurityGroupEgress`;
  const each: readonly (readonly [filter: string, entries: string])[] = [
    [`${egress} is_struct`, egress],
    [`${egress} is_list  ${egress} !empty`, `${egress}.*`],
    [`some ${egress}.*.'Fn::If' exists`, `${egress}[ 'Fn::If' exists ].'Fn::If'.*`],
    [`${egress}.'Fn::If' exists`, `${egress}.'Fn::If'.*.*`],
  ];
  return each.map(([filter, entries]) => `    ${groups}[ ${filter} ] { ${id}_entries(${entries}) }\n`).join('');
};
