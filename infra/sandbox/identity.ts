import { createHash } from 'node:crypto';
import { partitionOf } from '../partition.ts';

/** Where a stack is deployed. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/** The account and Region that the sandbox plays unless it is told others. */
export const usualHome: Home = { account: '123456789012', region: 'us-east-1' };

/** A UUID that is always the same for the same text, so that two runs print the same. */
export function uuidOf(text: string): string {
  return digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

export function stackIdOf(stackName: string, { account, region }: Home): string {
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${stackName}/${uuidOf(stackName)}`;
}

/** What `Ref` gives for a resource once it is there, such as EC2 and CloudFormation make them up. */
export function physicalIdOf(type: string, stackName: string, logicalId: string, home: Home = usualHome): string {
  if (type === 'AWS::CloudFormation::Stack') return stackIdOf(nestedNameOf(stackName, logicalId), home);
  const id = digest(`${stackName}/${logicalId}`);
  if (type === 'AWS::EC2::SecurityGroup') return `sg-${id.slice(0, 17)}`;
  if (type === 'AWS::EC2::SecurityGroupEgress') return `sgr-${id.slice(0, 17)}`;
  if (type === 'AWS::EC2::VPC') return `vpc-${id.slice(0, 17)}`;
  return nestedNameOf(stackName, logicalId);
}

/** What `Arn` gives for a resource of some types, those whose ARN follows from their id; undefined of others. */
export function arnOf(type: string, id: string, { account, region }: Home): string | undefined {
  const partition = partitionOf(region);
  switch (type) {
    case 'AWS::Lambda::Function':
      return `arn:${partition}:lambda:${region}:${account}:function:${id}`;
    case 'AWS::IAM::Role':
      return `arn:${partition}:iam::${account}:role/${id}`;
    case 'AWS::Logs::LogGroup':
      return `arn:${partition}:logs:${region}:${account}:log-group:${id}:*`;
    default:
      return undefined;
  }
}

/** The name of a nested stack, and of most other resources: `app-Child-1A2B3C4D5E6F`. */
export function nestedNameOf(stackName: string, logicalId: string): string {
  return `${stackName}-${logicalId}-${digest(`${stackName}/${logicalId}`).slice(0, 12).toUpperCase()}`;
}

/** The stack name that a file name suggests: letters, digits and hyphens, beginning with a letter. */
export function stackNameOf(fileName: string): string {
  const name = fileName
    .replace(/\.[^.]+$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '');
  return name.slice(0, 128) || 'stack';
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
