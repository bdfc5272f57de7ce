import { isTemplate, readDocuments } from '../../rule/index.ts';
import { hasArtifactsBucket, RefusalError, type Stack } from '../aws/index.ts';
import type { StackSession } from '../operation/index.ts';
import { DeployError, makeStack } from '../sandbox/index.ts';
import type { DeployReport } from './report.ts';

interface Asked {
  readonly stackName: string;
  readonly template: { readonly text: string };
  readonly given: Readonly<Record<string, string>>;
  readonly isDryRun: boolean;
}

/** Whether nobody but the template can tell what would be made: of a template as large, CloudFormation takes no text. */
export async function isFirstDryRun(
  { clients, account }: StackSession,
  { isDryRun }: Asked,
  stack: Stack | undefined,
): Promise<boolean> {
  return isDryRun && stack === undefined && !(await hasArtifactsBucket(clients, account));
}

/** Tells what a first deployment would make, where there is no bucket yet, and makes none. @throws {RefusalError} */
export function tellFirst({ account, tell }: StackSession, { stackName, template, given }: Asked): DeployReport {
  tell({
    kind: 'NOTE',
    text: 'There is no bucket to deploy from yet, so this is told from the template, and AWS is not asked: permissions and quotas are not tried.',
  });
  const changes = resourcesOf(template.text, { name: stackName, parameters: given, home: homeOf(account) }).map(
    ({ logicalId, type }) => ({ action: 'added' as const, logicalId, type, properties: [] }),
  );
  tell({ kind: 'CHANGES', changes });
  return { outcome: 'DRY_RUN', changes, stack: undefined };
}

const homeOf = ({ id, region }: StackSession['account']) => ({ account: id, region });

type Place = Pick<Parameters<typeof makeStack>[0], 'name' | 'parameters' | 'home'>;

const resourcesOf = (text: string, place: Place) => {
  const [document] = readDocuments(text);
  if (document === undefined || !isTemplate(document)) throw new RefusalError('the template has no resources.');
  try {
    return makeStack({ ...place, text, template: document.value }).resources;
  } catch (error) {
    if (error instanceof DeployError) throw new RefusalError(`CloudFormation would refuse it: ${error.message}`);
    throw error;
  }
};
