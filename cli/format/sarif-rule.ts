import type { RuleMeta } from '../../rule/index.ts';

export function levelOf(severity: RuleMeta['severity']): string {
  return scales[severity].level;
}

/** A rule as a reportingDescriptor. */
export function describeRule(rule: RuleMeta): object {
  return {
    id: rule.id,
    name: nameOf(rule.title),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.description },
    help: { text: textHelp(rule), markdown: markdownHelp(rule) },
    helpUri: rule.documentation[0],
    defaultConfiguration: { level: levelOf(rule.severity) },
    properties: propertiesOf(rule),
  };
}

/** A severity in the words of SARIF, and in those that GitHub code scanning adds; its `score` is on the scale of CVSS. */
const scales = {
  Low: { level: 'note', problem: 'recommendation', score: '3.0' },
  Medium: { level: 'warning', problem: 'warning', score: '5.5' },
  High: { level: 'error', problem: 'error', score: '8.0' },
} as const satisfies Record<RuleMeta['severity'], object>;

/** SARIF wants a name that reads as an identifier; the title stays what people see. */
const nameOf = (title: string): string =>
  title.replace(/[^A-Za-z0-9]*([A-Za-z0-9])([A-Za-z0-9]*)/g, (_word, first, rest) => `${first.toUpperCase()}${rest}`);

const textHelp = ({ description, remediation, documentation }: RuleMeta): string =>
  [description, remediation, ...documentation].join('\n\n');

const markdownHelp = ({ title, description, remediation, documentation }: RuleMeta): string => {
  const links = documentation.map((link) => `- <${link}>`).join('\n');
  return `# ${title}\n\n${description}\n\n## What to do\n\n${remediation}\n\n## Documentation\n\n${links}\n`;
};

/** What GitHub sorts and filters by: without `security-severity` it takes a finding for a matter of code quality. */
const propertiesOf = ({ severity, category, platform }: RuleMeta): object => ({
  tags: ['security', category, platform],
  precision: 'high',
  'problem.severity': scales[severity].problem,
  'security-severity': scales[severity].score,
});
