import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { checkParameters, declaredParameters } from '../../../infra/template/index.ts';
import { isObject, type JsonObject, own, ruleIdsProblem } from '../../../rule/index.ts';
import { loadTemplate } from '../../input/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';

/** The template that is deployed, and the names of its parameters. */
export interface BuiltTemplate {
  readonly text: string;
  readonly declared: readonly string[];
}

/**
 * Loads the template, and checks it and the parameters before anything is sent.
 * @throws {UsageError}
 */
export async function loadBuiltTemplate(asked: Asked, terminal: Terminal, dist: string): Promise<BuiltTemplate> {
  const path = asked.template ?? join(dist, BUILT);
  const { text, template } = await loadTemplate(path, terminal);
  if (!isBuilt(template))
    throw new UsageError(
      `${path}: is no built template of Egress Guard, or was changed since. npm run build makes dist/${BUILT}.`,
    );
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw new UsageError(`${path}: is larger than 1 MB, which CloudFormation does not take.`);
  const problem = rulesProblem(asked.given) ?? checkParameters(template, asked.given);
  if (problem !== undefined) throw new UsageError(problem);
  return { text, declared: Object.keys(declaredParameters(template)) };
}

interface Asked {
  readonly template?: string | undefined;
  readonly given: Readonly<Record<string, string>>;
}

const BUILT = 'egress-guard.template.yaml';

/** As much as CloudFormation takes. */
const MAX_BYTES = 1024 * 1024;

const FUNCTIONS = ['ResourceFunction', 'TemplateFunction'];

/** The build writes there what it put in; any other template would take the place of the hooks. */
const isBuilt = (template: JsonObject): boolean =>
  FUNCTIONS.every((name) => {
    const code = at(template, 'Resources', name, 'Properties', 'Code', 'ZipFile');
    const told = at(template, 'Metadata', 'EgressGuard', 'BundleSha256', name);
    return typeof code === 'string' && createHash('sha256').update(code).digest('hex') === told;
  });

const at = (template: JsonObject, ...keys: readonly string[]): unknown => keys.reduce(partOf, template as unknown);

const partOf = (value: unknown, key: string): unknown => (isObject(value) ? own(value, key) : undefined);

/** More than the template's pattern can say: which rule was meant. */
const rulesProblem = (given: Asked['given']): string | undefined => {
  const { Rules: text } = given;
  const problem = text === undefined ? undefined : ruleIdsProblem(text.split(','));
  return (
    problem && `the parameter Rules cannot be ${JSON.stringify(text)}: ${problem}${/[.?]$/.test(problem) ? '' : '.'}`
  );
};
