import { rules as all, type Rule, type RuleGuide, type RuleMeta, unknownRule } from '../../../rule/index.ts';
import { type CommandHelp, type OptionTable, parseOptions, readChoice } from '../../input/index.ts';
import { type ExitCode, exitCodes, layTable, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { guardRule } from './guard.ts';

const options = {
  format: {
    type: 'string',
    default: 'text',
    value: 'text|json|guard',
    help: 'for people, for programs, or as a rule of AWS CloudFormation Guard',
  },
} as const satisfies OptionTable;

export const rulesHelp: CommandHelp = {
  usage: ['rules [ID] [options]'],
  about: [
    'Lists the rules: which there are, which are on by themselves, and what each looks at. With the id of one it explains it: what it finds and why, templates that fail and that pass, and how to mend what it finds, also in CDK.',
  ],
  groups: { Options: options },
  exitCodes: '0 done, 2 wrong use',
  examples: [
    'egress-guard rules',
    'egress-guard rules security_group_egress_with_all_protocols',
    'egress-guard rules security_group_egress_with_all_protocols --format guard > egress.guard',
    'egress-guard check --rules security_group_egress_with_all_protocols,security_group_without_egress',
  ],
};

/** Runs the command. @throws {UsageError} */
export async function rules(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseOptions('rules', args, options);
  const [id, ...others] = positionals;
  if (others.length > 0) throw new UsageError('rules takes the id of one rule, or none: egress-guard rules ID');
  const format = readChoice('format', values.format, ['text', 'json', 'guard']);
  if (format === 'guard') return printGuard(id, terminal);
  const { paint } = terminal;
  const explained = await Promise.all((id === undefined ? all : [find(id)]).map(explain));
  const [first] = explained;
  if (format === 'json') terminal.out(`${JSON.stringify(id === undefined ? explained : first, null, 2)}\n`);
  else terminal.out(id === undefined || first === undefined ? listText(explained, paint) : ruleText(first, paint));
  return exitCodes.done;
}

/** @throws {UsageError} */
const printGuard = async (id: string | undefined, terminal: Terminal): Promise<ExitCode> => {
  const explained = await Promise.all((id === undefined ? all : [find(id)]).map(explain));
  const forms = explained.flatMap(({ guide: { guard }, ...meta }) =>
    guard === undefined ? [] : [guardRule(meta, guard)],
  );
  if (forms.length === 0) throw new UsageError(`Guard cannot ask what ${id} asks: there is no such form of it.`);
  terminal.out(forms.join('\n'));
  return exitCodes.done;
};

const find = (id: string): Rule => {
  const rule = all.find(({ meta }) => meta.id === id);
  if (rule === undefined) throw new UsageError(unknownRule(id));
  return rule;
};

/** A rule with its guide. */
type Explained = RuleMeta & { readonly guide: RuleGuide };

/** The file of a rule is called like the rule, and exports its guide: a test holds that. */
const explain = async ({ meta }: Rule): Promise<Explained> => {
  const file: { readonly guide: RuleGuide } = await import(`../../../rule/rules/${meta.id.replaceAll('_', '-')}.ts`);
  return { ...meta, guide: file.guide };
};

type Paint = Terminal['paint'];

const listText = (rules: readonly Explained[], paint: Paint): string => {
  const rows = rules.map((rule) => ({ cells: [rule.id, stateOf(rule), rule.severity, plain(rule.guide.looksAt)] }));
  const table = layTable(['rule', 'default', 'severity', 'looks at'], rows, paint);
  return `${table}\negress-guard rules ID explains one. --rules ID,ID of check, simulate and audit names all that apply.\n`;
};

const stateOf = ({ isDefault }: Explained): string => (isDefault ? 'on' : 'off');

/** Names of properties stand in backquotes where they are documentation. */
const plain = (text: string): string => text.replaceAll('`', '');

const ruleText = (rule: Explained, paint: Paint): string => {
  const { looksAt, why, fails, passes, cdk } = rule.guide;
  return [
    `${paint('bold', rule.id)}: ${rule.title}\n\n`,
    `${rule.severity}, ${stateOf(rule)} by default. Looks at ${plain(looksAt)}.\n\n`,
    `Why: ${why}\n\n`,
    examples(paint('red', 'Fails'), fails),
    examples(paint('green', 'Passes'), passes),
    `How to mend it: ${rule.remediation}\n\nIn CDK:\n\n${indent(cdk)}\n\n`,
    `Documentation:\n${rule.documentation.map((link) => `    ${link}\n`).join('')}`,
  ].join('');
};

const examples = (title: string, templates: Readonly<Record<string, string>>): string =>
  Object.entries(templates)
    .map(([name, template]) => `${title}: ${name}\n\n${indent(template)}\n\n`)
    .join('');

const indent = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '    ');
