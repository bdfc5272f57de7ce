/** That a template asks another tool to be silent about what one of our rules finds. */
export interface Suppression {
  readonly tool: 'cfn_nag' | 'Guard' | 'checkov' | 'KICS' | 'trivy';
  /** The rule, as the tool calls it; of all its rules: the words that say so. */
  readonly id: string;
  /** What the author gave for a reason. */
  readonly reason?: string;
}

/**
 * What other tools call the rules that look at the same as ours:
 * https://github.com/stelligent/cfn_nag, https://github.com/aws-cloudformation/aws-guard-rules-registry,
 * https://www.checkov.io, https://docs.kics.io, https://trivy.dev
 */
export const namesElsewhere: Readonly<
  Record<string, Readonly<Partial<Record<Suppression['tool'], readonly string[]>>>>
> = {
  security_group_egress_with_all_protocols: {
    cfn_nag: ['W40'],
    Guard: ['SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE'],
    checkov: ['CKV_AWS_382'],
    KICS: ['ee464fc2-54a6-4e22-b10a-c6dcd2474d0c'],
    trivy: ['AWS-0104', 'AVD-AWS-0104'],
  },
  security_group_egress_with_all_ports: {
    cfn_nag: ['W29'],
    Guard: ['SECURITY_GROUP_EGRESS_PORT_RANGE_RULE'],
    trivy: ['AWS-0104', 'AVD-AWS-0104'],
  },
  security_group_without_egress: { cfn_nag: ['F1000'], Guard: ['SECURITY_GROUP_MISSING_EGRESS_RULE'] },
};
