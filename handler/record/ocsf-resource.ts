import { destinationText, printableValue, sourceText } from '../../rule/index.ts';
import type { JudgedFinding } from '../decide/index.ts';
import { type HookRequest, originOf } from '../event/index.ts';
import { MAX_TEXT, text, uid } from './ocsf-text.ts';

export function cloudOf(request: Request) {
  return {
    provider: 'AWS',
    account: accountOf(request),
    region: regionOf(request),
  };
}

/**
 * The same each time that the same place of the same stack is found. Cloud Control knows no stack, and the logical id that
 * it makes up is another one each time.
 */
export function findingUid(finding: JudgedFinding, request: Request): string {
  return uid(`${finding.ruleId}:${resourceUid(finding, request)}#${finding.path}`);
}

export function resourceOf(finding: JudgedFinding, request: Request) {
  const account = accountOf(request);
  return {
    uid: uid(resourceUid(finding, request)),
    name: text(finding.logicalId),
    type: text(finding.resourceType),
    cloud_partition: text(request && partitionOf(request)),
    region: regionOf(request),
    owner: account && { account },
    group: request && stackOf(request),
    data: dataOf(finding),
  };
}

type Request = HookRequest | undefined;

const accountOf = (request: Request) => {
  const account = request?.awsAccountId;
  return account === undefined ? undefined : { uid: text(account), type: 'AWS Account', type_id: 10 };
};

const regionOf = (request: Request) => text(request && originOf(request).region);

const resourceUid = ({ logicalId }: JudgedFinding, request: Request): string =>
  request?.stackId === undefined ? logicalId : `${request.stackId}/${logicalId}`;

const partitionOf = ({ stackId, functionArn }: HookRequest): string | undefined =>
  /^arn:([^:]+):/.exec(stackId ?? functionArn ?? '')?.[1];

const stackOf = (request: HookRequest) =>
  request.stackId && {
    uid: uid(request.stackId),
    name: text(originOf(request).stackName),
    type: 'AWS::CloudFormation::Stack',
  };

/** The finding's own facts: where in the resource, under which condition, what it opens and to whom. */
const dataOf = ({ path, line, column, condition, value, sources, destinations }: JudgedFinding) => ({
  path: text(path),
  line,
  column,
  condition: text(condition),
  value: printableValue(value),
  source: text(sourceText(sources) || undefined),
  destination: text(destinationText(destinations, MAX_TEXT) ?? undefined),
});
