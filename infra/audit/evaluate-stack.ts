import {
  type EvaluateSettings,
  evaluateTemplate,
  type LocationRecord,
  locationRecord,
  type Position,
  type ReportFinding,
  type RuleFault,
  type RuleSettings,
  reportFinding,
  type Undetermined,
} from '../../rule/index.ts';
import { pseudoParametersOf } from '../pseudo-parameters.ts';
import { type Excerpt, excerptOf, linesOf } from './excerpt.ts';
import type { TemplateReading } from './read-template.ts';
import { type DeployedStack, readStackId } from './stack.ts';

/** What the rule says of the template of a stack. */
export interface StackEvaluation {
  readonly findings: readonly (ReportFinding & Shown)[];
  readonly undetermined: readonly (LocationRecord<Undetermined> & Shown)[];
  /** Why the text is no template that can be read. */
  readonly unreadable?: string;
  /** The template was read as it is written, its macros not run. */
  readonly isOriginal?: true;
}

/** Applies the rules to the template of a stack, with the values that the stack was deployed with. */
export function evaluateStack(
  stack: DeployedStack,
  { text, isOriginal }: Extract<TemplateReading, { kind: 'read' }>,
  settings: RuleSettings,
): StackEvaluation {
  const { findings, undetermined, faults, unreadable } = evaluateTemplate(text, { ...settings, ...settingsOf(stack) });
  const lines = findings.length + undetermined.length > 0 ? linesOf(text) : [];
  const show = <T extends Position>(spot: T): T & Shown => ({ ...spot, excerpt: excerptOf(lines, spot) });
  return {
    findings: findings.map(reportFinding).map(show),
    undetermined: undetermined.map(locationRecord).map(show),
    ...(faults[0] !== undefined && { unreadable: faultText(faults[0]) }),
    ...(unreadable !== undefined && { unreadable: `${unreadable.reason}${placeOf(unreadable)}` }),
    ...(isOriginal && { isOriginal }),
  };
}

interface Shown extends Position {
  readonly excerpt: Excerpt;
}

/** What CloudFormation tells instead of the value of a parameter with `NoEcho`. */
const MASKED = '****';

/**
 * A masked value is unknown. Of a parameter that names one of Systems Manager the rule takes no value; what it held is
 * given as that of a pseudo parameter, which is known beforehand too.
 */
const settingsOf = (stack: DeployedStack): EvaluateSettings => {
  const known = stack.parameters.filter(({ value, resolved = value }) => resolved !== MASKED);
  const plain = known.flatMap(({ name, value, resolved }) => (resolved === undefined ? [[name, value]] : []));
  const stored = known.flatMap(({ name, resolved }) => (resolved === undefined ? [] : [[name, resolved]]));
  return {
    parameters: Object.fromEntries(plain),
    pseudo: {
      ...Object.fromEntries(stored),
      ...pseudoParametersOf({ ...readStackId(stack.id), stackId: stack.id, stackName: stack.name }),
    },
    openParameters: 'anyValue',
  };
};

const faultText = ({ ruleId, logicalId, error }: RuleFault): string =>
  `the rule ${ruleId} failed on ${logicalId} (${error instanceof Error ? error.name : typeof error})`;

const placeOf = ({ line, column }: Partial<Position>): string => (line === undefined ? '' : ` (${line}:${column})`);
