/** A template of one security group with this egress entry. */
const group = (entry: string): string => `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress: [${entry}]
Outputs:
  GroupId: { Value: !Ref AppSg }
`;

export const OPEN = group('{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }');

export const NAMED = group('{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }');

/** Where it stands in both. */
export const REASON =
  'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.';
