import { escapePointer, isObject, type JsonObject, jsonError, own, unknownKeys } from '../../../rule/index.ts';
import { type Assignment, readAssignment, type Source, wrongParameters } from './assignment.ts';
import { readEntry, readValue } from './entry.ts';
import { isShorthand, readShorthand } from './shorthand.ts';

/**
 * Reads the JSON that the AWS CLI and CodePipeline take: a list of entries or of `Key=Value`, or an object, as it is or
 * under `Parameters`.
 * @throws {UsageError}
 */
export function readDocument(text: string, source: Source): readonly Assignment[] {
  const document = parse(text, source);
  if (Array.isArray(document)) return readList(document, source, '');
  if (!isObject(document)) throw wrongParameters(source, { pointer: '', message: `expected ${FORMS}` });
  const parameters = own(document, 'Parameters');
  if (!Array.isArray(parameters) && !isObject(parameters)) return readMap(document, source, '');
  const [unknown] = unknownKeys(document, '', BESIDE);
  if (unknown !== undefined) throw wrongParameters(source, unknown);
  const pointer = '/Parameters';
  return Array.isArray(parameters) ? readList(parameters, source, pointer) : readMap(parameters, source, pointer);
}

const FORMS = 'JSON like [{"ParameterKey": "Env", "ParameterValue": "prod"}] or {"Env": "prod"}.';

/** What stands beside `Parameters` in CodePipeline's template configuration, and in what `--generate-cli-skeleton` makes. */
const BESIDE = [
  ['Parameters', 'Tags', 'StackPolicy', 'StackName', 'TemplateBody', 'TemplateURL', 'UsePreviousTemplate'],
  ['DisableRollback', 'RollbackConfiguration', 'TimeoutInMinutes', 'NotificationARNs', 'Capabilities'],
  ['ResourceTypes', 'RoleARN', 'OnFailure', 'StackPolicyBody', 'StackPolicyURL', 'StackPolicyDuringUpdateBody'],
  ['StackPolicyDuringUpdateURL', 'ClientRequestToken', 'EnableTerminationProtection', 'RetainExceptOnCreate'],
  ['DeploymentConfig', 'DisableValidation', 'ChangeSetName', 'ClientToken', 'Description', 'ChangeSetType'],
  ['ResourcesToImport', 'IncludeNestedStacks', 'OnStackFailure', 'ImportExistingResources', 'DeploymentMode'],
  ['StackSetName', 'StackId', 'AdministrationRoleARN', 'ExecutionRoleName', 'PermissionModel', 'AutoDeployment'],
  ['CallAs', 'ManagedExecution', 'OperationPreferences', 'DeploymentTargets', 'OperationId', 'Accounts', 'Regions'],
].flat();

function parse(text: string, source: Source): unknown {
  try {
    return JSON.parse(text, keepNumbers);
  } catch {
    const problem = jsonError(text) ?? 'it is nested too deeply';
    throw wrongParameters(source, { pointer: '', message: `${problem}. Expected ${FORMS}` });
  }
}

/** Numbers stay the text that is written: CloudFormation takes every value as a text. */
function keepNumbers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function readList(items: readonly unknown[], source: Source, pointer: string): readonly Assignment[] {
  return items.map((item, index) => readItem(item, source, `${pointer}/${index}`));
}

function readItem(item: unknown, source: Source, pointer: string): Assignment {
  if (isObject(item)) return readEntry(item, source, pointer);
  const text = typeof item === 'string' ? item : '';
  if (isShorthand(text)) return readEntry(readShorthand(text, source, pointer), source, pointer);
  const assignment = readAssignment(text, source);
  if (assignment !== undefined) return assignment;
  throw wrongParameters(source, { pointer, message: `expected ${FORMS}` });
}

function readMap(map: JsonObject, source: Source, pointer: string): readonly Assignment[] {
  return Object.entries(map).map(([name, value]) => ({
    name,
    value: readValue(value, source, `${pointer}/${escapePointer(name)}`),
    file: source.file,
  }));
}
