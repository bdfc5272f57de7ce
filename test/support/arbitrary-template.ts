import fc from 'fast-check';

const CONDITIONS = ['A', 'B', 'C'];
const NOTHING = { Ref: 'AWS::NoValue' };

const protocol = fc.constantFrom<unknown>(
  ...[-1, '-1', 'all', 'tcp', 6, '', null, true, '- 1', '-01', '{{resolve:ssm:/p}}'],
  ...[{ Ref: 'Bad' }, { Ref: 'Good' }, { Ref: 'Open' }, { Ref: 'List' }, NOTHING],
  ...[{ 'Fn::FindInMap': ['Map', 'Row', 'Key'] }, { 'Fn::FindInMap': ['Map', { Ref: 'Open' }, 'Key'] }],
  ...[{ 'Fn::Sub': `\${Bad}` }, { 'Fn::Sub': [`-\${One}`, { One: 1 }] }],
  ...[{ 'Fn::Join': ['', ['-', '1']] }, { 'Fn::Select': [1, { Ref: 'List' }] }, { 'Fn::ImportValue': 'P' }],
);

/** A plain `?` in a flow collection begins a key in YAML 1.1, which libraries that print YAML do not mind. */
const text = fc.string().filter((one) => !one.startsWith('?'));

/** A value, or an `Fn::If` between such values. */
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: value },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...CONDITIONS), value, value).map((parts) => ({ 'Fn::If': parts })),
    },
    { weight: 1, arbitrary: fc.constant(NOTHING) },
  );

const entry = fc.record(
  { CidrIp: fc.constantFrom('0.0.0.0/0', '127.0.0.1/32'), Description: text, IpProtocol: maybe(protocol) },
  { requiredKeys: [] },
);
const list = fc.oneof(
  fc.array(maybe(entry), { maxLength: 3 }),
  entry,
  fc.constant({ 'Fn::GetAtt': ['Other', 'Rules'] }),
);
const transform = { 'Fn::Transform': { Name: 'AWS::Include' } };

const group = fc
  .record({ GroupDescription: text, SecurityGroupEgress: maybe(list) }, { requiredKeys: [] })
  .map((properties) => ({ Type: 'AWS::EC2::SecurityGroup', Properties: properties as unknown }));
const standalone = maybe(entry).map((properties) => ({
  Type: 'AWS::EC2::SecurityGroupEgress',
  Properties: properties,
}));
const included = fc.constant({ Type: 'AWS::EC2::SecurityGroup', Properties: transform });
const other = fc.constant({ Type: 'AWS::EC2::NetworkAclEntry', Properties: { Protocol: -1, Egress: true } });

const resource = fc
  .tuple(fc.oneof(group, standalone, included, other), fc.option(fc.constantFrom(...CONDITIONS), { nil: undefined }))
  .map(([made, condition]) => ({ ...made, ...(condition !== undefined && { Condition: condition }) }));

/** In YAML 1.1 some words are no text; whoever writes version 1.2 leaves them without quotes. */
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,5}$/).filter((word) => !/^(?:yes|no|on|off)$/i.test(word));
const loop = resource.map((made) => ({ 'Fn::ForEach::Loop': ['Name', ['a', 'b'], { [`Made\${Name}`]: made }] }));

const parts = {
  Parameters: {
    Bad: { Type: 'String', Default: '-1' },
    Good: { Type: 'String', AllowedValues: ['tcp', 'udp'] },
    Open: { Type: 'String' },
    List: { Type: 'CommaDelimitedList', Default: 'tcp,-1' },
  },
  Mappings: { Map: { Row: { Key: '-1' }, Other: { Key: 'tcp' } } },
  Conditions: {
    A: { 'Fn::Equals': [{ Ref: 'Open' }, 'a'] },
    B: { 'Fn::Not': [{ Condition: 'A' }] },
  },
};

/** Templates with groups, egress beside them, loops and functions at every place; of all kinds of verdicts. */
export const arbitraryTemplate: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .tuple(fc.dictionary(name, resource, { maxKeys: 4 }), fc.option(loop, { nil: {} }))
  .map(([resources, loops]) => ({ ...parts, Resources: { ...resources, ...loops } }));
