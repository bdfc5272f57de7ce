import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type EvaluateSettings,
  type Exemption,
  evaluateTemplate,
  type Finding,
  findExemption,
  parseExemptions,
  rules,
  type Undetermined,
  version,
} from '../rule/library.ts';

/** How the plugin checks; each as the option of `egress-guard check` of the same name. */
export interface EgressGuardOptions {
  /** Ids of the rules that apply. Default: those that are on. */
  readonly rules?: readonly string[];
  /** Values of parameters, by name. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Path of an exemptions document. */
  readonly exemptions?: string;
  /** Whether what is undetermined counts as a violation. */
  readonly strict?: boolean;
  readonly allowLoopbackOnly?: boolean;
}

/** What CDK hands to a plugin, as far as it is asked for: `IPolicyValidationContext`, and its predecessor of the Beta. */
interface ValidationContext {
  readonly templatePaths: string[];
  readonly stackTemplates?: readonly StackTemplate[];
}

interface StackTemplate {
  readonly templatePath: string;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
}

/** `PolicyViolation`, of today's interface and of the Beta. */
interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly fix: string;
  readonly severity: string;
  readonly violatingResources: {
    readonly resourceLogicalId: string;
    readonly templatePath: string;
    readonly locations: string[];
  }[];
}

interface Report {
  readonly success: boolean;
  readonly violations: Violation[];
  readonly pluginVersion: string;
}

/**
 * A plugin for `Validations.of(app).addPlugins(...)` of CDK, and for `policyValidationBeta1` before it: a synthesis with
 * egress open to all protocols fails, with the construct, the line and what to write there.
 */
export class EgressGuard {
  readonly name = 'EgressGuard';
  readonly version: string = version;
  readonly ruleIds: string[];
  readonly #options: EgressGuardOptions;
  readonly #exemptions: readonly Exemption[];

  /** @throws {Error} where a rule is none, or the exemptions document cannot be read or is invalid */
  constructor(options: EgressGuardOptions = {}) {
    const ids = rules.map(({ meta }) => meta.id);
    const unknown = options.rules?.find((id) => !ids.includes(id));
    if (unknown !== undefined) throw new Error(`EgressGuard: there is no rule ${unknown}. Known: ${ids.join(', ')}.`);
    this.#options = options;
    this.#exemptions = options.exemptions === undefined ? [] : readExemptions(options.exemptions);
    this.ruleIds = [...(options.rules ?? rules.filter(({ meta }) => meta.isDefault).map(({ meta }) => meta.id))];
  }

  /** Checks each template; one that cannot be read is a violation, too. */
  validate(context: ValidationContext): Report {
    const stacks = new Map(context.stackTemplates?.map((stack) => [stack.templatePath, stack]));
    const violations = context.templatePaths.flatMap((path) => this.#check(path, stacks.get(path)));
    return { success: violations.length === 0, violations, pluginVersion: version };
  }

  #check(path: string, stack: StackTemplate | undefined): Violation[] {
    const { rules: ids, parameters, allowLoopbackOnly, strict } = this.#options;
    const settings: EvaluateSettings = {
      ...(ids !== undefined && { rules: ids }),
      ...(parameters !== undefined && { parameters }),
      ...(allowLoopbackOnly !== undefined && { allowLoopbackOnly }),
    };
    const { findings, undetermined, unreadable } = evaluateTemplate(readFileSync(path, 'utf8'), settings);
    if (unreadable !== undefined) return [unreadableViolation(path, unreadable.reason)];
    const left = findings.filter((finding) => !this.#isExempted(finding, path, stack));
    return [...left, ...(strict ? undetermined : [])].map((spot) => violationOf(path, spot));
  }

  #isExempted(finding: Finding, path: string, stack: StackTemplate | undefined): boolean {
    // CDK names a template by its stack.
    const stackName = basename(path).replace(/\.template\.json$/, '');
    const facts = {
      stackName,
      ...(stack?.accountId !== undefined && { account: stack.accountId }),
      ...(stack?.region !== undefined && { region: stack.region }),
    };
    return findExemption(finding, facts, this.#exemptions, Date.now()).active !== undefined;
  }
}

const readExemptions = (path: string): readonly Exemption[] => {
  const { exemptions, problems } = parseExemptions(readFileSync(path, 'utf8'), Date.now());
  const [first] = problems;
  if (first !== undefined) throw new Error(`EgressGuard: ${path} ${first.pointer}: ${first.message}`);
  return exemptions;
};

type Spot = (Finding | Undetermined) & { readonly line: number; readonly column: number };

const violationOf = (templatePath: string, spot: Spot): Violation => ({
  ruleName: spot.ruleId,
  description: spot.message,
  fix: spot.remediation,
  severity: spot.severity.toLowerCase(),
  violatingResources: [
    {
      resourceLogicalId: spot.logicalId,
      templatePath,
      locations: [spot.path.replace(/^\/Resources\/[^/]*\//, ''), `line ${spot.line}, column ${spot.column}`],
    },
  ],
});

const unreadableViolation = (templatePath: string, reason: string): Violation => ({
  ruleName: 'unreadable',
  description: `The template is unreadable: ${reason}`,
  fix: 'Run egress-guard check on it.',
  severity: 'error',
  violatingResources: [{ resourceLogicalId: '', templatePath, locations: [] }],
});
