import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RESOURCES = 25;
/** Of 13,870 public templates, 770 hold egress. */
const ONE_IN = 18;

const resource = (index: number): string => `  Bucket${index}:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "\${AWS::StackName}-bucket-${index}"
      VersioningConfiguration: { Status: Enabled }
      Tags:
        - Key: Owner
          Value: !If [IsProd, platform, !Ref Owner]
`;

const group = (protocol: string): string => `  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: A group
      SecurityGroupEgress:
        - IpProtocol: ${protocol}
          CidrIp: 0.0.0.0/0
`;

const others = Array.from({ length: RESOURCES }, (_, index) => resource(index)).join('');

/** Writes templates of a usual size (5 KB), of which as many hold egress as among public ones, every other one to all protocols. */
export const writeTemplates = (folder: string, count: number): void => {
  for (let index = 0; index < count; index += 1) {
    const egress = index % ONE_IN === 0 ? group(index % (2 * ONE_IN) === 0 ? '-1' : 'tcp') : '';
    writeFileSync(
      join(folder, `template-${index}.yaml`),
      `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n${others}${egress}`,
    );
  }
};
