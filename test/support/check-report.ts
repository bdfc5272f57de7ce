import type { CheckReport, UnreadableFile } from '../../cli/format/check-report.ts';

export type ReportedFinding = CheckReport['findings'][number];
export type ReportedExempted = CheckReport['exempted'][number];
type ReportedNote = CheckReport['notes'][number];
export type ReportedUndetermined = CheckReport['undetermined'][number];

/** Where every example stands unless told otherwise. */
export const PLACE = '/Resources/AppSg/Properties/SecurityGroupEgress/0/IpProtocol';

const spot = {
  ruleId: 'security_group_egress_with_all_protocols',
  severity: 'Medium',
  logicalId: 'AppSg',
  resourceType: 'AWS::EC2::SecurityGroup',
  path: PLACE,
  file: 'app.yaml',
  line: 7,
  column: 11,
} as const;

/** A finding in `app.yaml`, different from it in what is given. */
export const exampleFinding = (different: Partial<ReportedFinding> = {}): ReportedFinding => ({
  ...spot,
  value: -1,
  sources: [],
  destinations: [{ kind: 'CidrIp', value: '0.0.0.0/0' }],
  destination: '0.0.0.0/0',
  message: 'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.',
  remediation: 'Name the protocol and ports it needs, e.g. tcp 443.',
  ...different,
});

/** An exempted finding in `app.yaml`, different from it in what is given. */
export const exampleExempted = (different: Partial<ReportedExempted> = {}): ReportedExempted => ({
  ...exampleFinding({ logicalId: 'AgentSg', path: '/Resources/AgentSg/Properties/SecurityGroupEgress/0/IpProtocol' }),
  exemption: {
    id: 'backup-agent',
    expires: '2027-01-31',
    reason: 'talks to partners on changing ports',
    approvedBy: 'Network team',
  },
  ...different,
});

/** An undetermined value in `app.yaml`, different from it in what is given. */
export const exampleUndetermined = (different: Partial<ReportedUndetermined> = {}): ReportedUndetermined => ({
  ...spot,
  reason: 'the parameter Protocol has no default',
  message:
    'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] cannot be decided: the parameter Protocol has no default.',
  remediation: 'Write the egress and its IpProtocol as literals.',
  ...different,
});

/** A note in `app.yaml`, different from it in what is given. */
const exampleNote = (different: Partial<ReportedNote> = {}): ReportedNote => ({
  ...spot,
  ruleId: 'security_group_without_egress',
  path: '/Resources/AppSg/Properties/SecurityGroupEgress',
  message:
    'AppSg (AWS::EC2::SecurityGroup) names no egress, so EC2 allows everything unless another resource adds some.',
  remediation: 'Name the egress it needs, e.g. tcp 443.',
  ...different,
});

/** The lists of a report, and how many files had nothing to tell. */
interface Told {
  readonly findings?: readonly ReportedFinding[];
  readonly exempted?: readonly ReportedExempted[];
  readonly undetermined?: readonly ReportedUndetermined[];
  readonly notes?: readonly ReportedNote[];
  readonly unreadable?: readonly UnreadableFile[];
  readonly clean?: number;
}

/** A whole report; its summary follows from the lists. */
export const reportOf = ({ clean = 0, ...told }: Told): CheckReport => {
  const { findings = [], exempted = [], undetermined = [], notes = [], unreadable = [] } = told;
  const unread = new Set(unreadable.map(({ file }) => file));
  const notChecked = { nestedTemplates: 0, additions: 0, ignored: 0, excluded: 0 };
  const named = new Set([...findings, ...exempted, ...undetermined, ...notes, ...unreadable].map(({ file }) => file));
  const files = named.size + clean;
  const counts = {
    findings: findings.length,
    exempted: exempted.length,
    undetermined: undetermined.length,
    notes: notes.length,
    unreadable: unreadable.length,
  };
  return {
    version: 1,
    summary: { files, templates: files - unread.size, ...counts, notChecked },
    findings,
    exempted,
    undetermined,
    notes,
    unreadable,
  };
};

/** A report with something in each of its lists, every optional field given once and left out once. */
export const exampleReport: CheckReport = reportOf({
  findings: [
    exampleFinding({ condition: 'IsProd and not IsDev', construct: 'Shop/App' }),
    exampleFinding({
      logicalId: 'Out',
      path: '/Resources/Out/Properties/IpProtocol',
      value: 'all',
      sources: [{ kind: 'default', name: 'Protocol' }],
      destinations: [],
      destination: null,
    }),
  ],
  exempted: [exampleExempted({ condition: 'IsProd' }), exampleExempted()],
  undetermined: [exampleUndetermined({ file: 'stacks/data.json', condition: 'IsProd' }), exampleUndetermined()],
  notes: [exampleNote({ condition: 'IsProd' }), exampleNote()],
  unreadable: [
    { file: 'broken.yaml', line: 3, column: 5, reason: 'a mapping is not closed' },
    { file: 'gone.yaml', reason: 'no such file' },
  ],
  clean: 4,
});
