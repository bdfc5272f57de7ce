import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RESOURCES = 25;
/** Of 13,870 public templates, 770 hold egress. */
const ONE_IN = 18;

const bucket = (index: number): string => `  Bucket${index}:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "\${AWS::StackName}-bucket-${index}"
      VersioningConfiguration: { Status: Enabled }
      Tags:
        - Key: Owner
          Value: !If [IsProd, platform, !Ref Owner]
`;

const group = (name: string, protocol: string): string => `  ${name}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: A group
      SecurityGroupEgress:
        - IpProtocol: ${protocol}
          FromPort: 443
          ToPort: 443
          CidrIp: 0.0.0.0/0
`;

const HEAD = `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Owner: { Type: String, Default: platform }
  Stage: { Type: String, Default: test }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
`;

const others = Array.from({ length: RESOURCES }, (_, index) => bucket(index)).join('');

/** A template of a usual size (5 KB), with a group of one egress entry, or without. */
export function usualTemplate(protocol?: string): string {
  return `${HEAD}${others}${protocol === undefined ? '' : group('Group', protocol)}`;
}

/** Writes templates of which as many hold egress as among public ones, every other one to all protocols. */
export function writeTemplates(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const protocol = index % (2 * ONE_IN) === 0 ? '-1' : 'tcp';
    writeFileSync(join(folder, `template-${index}.yaml`), usualTemplate(index % ONE_IN === 0 ? protocol : undefined));
  }
}

/** Writes templates that all hold a group, one in six of them to all protocols, as among public ones that hold some. */
export function writeGroupTemplates(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1)
    writeFileSync(join(folder, `template-${index}.yaml`), usualTemplate(index % 6 === 0 ? '-1' : 'tcp'));
}

/** A template of so many groups, one in ten of them to all protocols. */
export function groupsTemplate(count: number): string {
  const groups = Array.from({ length: count }, (_, index) => group(`Group${index}`, index % 10 === 9 ? '-1' : 'tcp'));
  return `${HEAD}${groups.join('')}`;
}

/** The most that CloudFormation takes. */
const MEGABYTE = 1024 * 1024;

/** How many of a template's resources are groups, one in ten of them to all protocols. */
const kinds = { usual: RESOURCES, groups: 1, none: Number.POSITIVE_INFINITY };

/** A template as large as one may be: a group among other resources as is usual, nothing but groups, or none. */
export function largeTemplate(kind: keyof typeof kinds): string {
  const parts = [HEAD];
  for (let size = HEAD.length, index = 1; ; index += 1) {
    const isGroup = index % kinds[kind] === 0;
    const isOpen = index % (10 * kinds[kind]) === 0;
    const part = isGroup ? group(`Group${index}`, isOpen ? '-1' : 'tcp') : bucket(index);
    size += part.length;
    if (size > MEGABYTE) return parts.join('');
    parts.push(part);
  }
}
