import {
  evaluateTemplate,
  isObject,
  type JsonObject,
  own,
  type RuleSettings,
  type TemplateEvaluation,
} from '../../rule/index.ts';
import { checkParameters, declaredParameters } from '../template/index.ts';

/** Values for parameters that lack one, and the parameters for which somebody has to give one. */
export interface MadeUp {
  readonly values: Readonly<Record<string, string>>;
  readonly needed: readonly string[];
}

/**
 * Makes up values for the parameters of a template that have none. Not for those on which it depends what the rules say,
 * and not where no value is known that the template allows: these are needed.
 */
export function makeUpParameters(
  text: string,
  template: JsonObject,
  given: Readonly<Record<string, unknown>>,
  settings: RuleSettings,
): MadeUp {
  const declared = declaredParameters(template);
  const missing = Object.entries(declared).filter(
    ([name, one]) => !Object.hasOwn(given, name) && (!isObject(one) || own(one, 'Default') === undefined),
  );
  if (missing.length === 0) return { values: {}, needed: [] };
  const proposed = new Map(missing.map(([name, one]) => [name, proposalFor(template, name, one)]));
  const values = Object.fromEntries(
    [...proposed].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const all = { ...defaultsOf(declared), ...given, ...values };
  const evaluate = (parameters: Readonly<Record<string, unknown>>): TemplateEvaluation =>
    evaluateTemplate(text, { ...settings, parameters, openParameters: 'anyValue' });
  const known = evaluate(all);
  const verdict = verdictOf(known);
  const isFree = (name: string): boolean => {
    const { [name]: _open, ...others } = all;
    return verdictOf(evaluate(others)) === verdict && !isDestination(name, known);
  };
  const [free, needed] = partition([...proposed.keys()], (name) => proposed.get(name) !== undefined && isFree(name));
  return { values: Object.fromEntries(free.map((name) => [name, values[name] ?? ''])), needed };
}

/** What the rules say, to be compared. */
const verdictOf = ({ findings, undetermined, notes }: TemplateEvaluation): string =>
  JSON.stringify(
    [findings, undetermined, notes].map((spots) =>
      spots.map((one) => [one.ruleId, one.path, one.message, one.condition]),
    ),
  );

/** Whether the destination of a finding names a parameter: rules keep destinations as they are written. */
const isDestination = (name: string, { findings }: TemplateEvaluation): boolean =>
  findings.some(({ destinations }) => {
    const text = JSON.stringify(destinations);
    return text.includes(`"Ref":${JSON.stringify(name)}`) || text.includes(`\${${name}}`);
  });

const defaultsOf = (declared: JsonObject): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(declared).flatMap(([name, one]) => {
      const value = isObject(one) ? own(one, 'Default') : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );

const partition = <T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] => {
  const [first, second]: [T[], T[]] = [[], []];
  for (const item of items) (isFirst(item) ? first : second).push(item);
  return [first, second];
};

/** A value that the template allows; undefined where none is known. */
const proposalFor = (template: JsonObject, name: string, declaration: unknown): string | undefined => {
  const declared = isObject(declaration) ? declaration : {};
  const isAllowed = (value: string): boolean => checkParameters(template, { [name]: value }) === undefined;
  return candidatesFor(declared).find(isAllowed);
};

const candidatesFor = (declared: JsonObject): readonly string[] => {
  const type = String(own(declared, 'Type') ?? 'String');
  // The value of such a one is a name, whatever is kept under it.
  if (type.startsWith('AWS::SSM::Parameter::')) return ['/sandbox/parameter', ...textsFor(declared)];
  const item = type.replace(/^List<(.*)>$/, '$1');
  const allowed = own(declared, 'AllowedValues');
  if (Array.isArray(allowed)) return allowed.map(String);
  if (item === 'Number') return [own(declared, 'MinValue'), 1, 0, own(declared, 'MaxValue')].map(String);
  const known = idOf(item);
  return known === undefined ? textsFor(declared) : [known];
};

const DIGITS = '0a1b2c3d4e5f60718';

/** What each of AWS's own types looks like. */
const ids: Readonly<Record<string, string>> = {
  'AWS::EC2::AvailabilityZone::Name': 'us-east-1a',
  'AWS::EC2::Image::Id': `ami-${DIGITS}`,
  'AWS::EC2::Instance::Id': `i-${DIGITS}`,
  'AWS::EC2::KeyPair::KeyName': 'sandbox',
  'AWS::EC2::SecurityGroup::GroupName': 'sandbox',
  'AWS::EC2::SecurityGroup::Id': `sg-${DIGITS}`,
  'AWS::EC2::Subnet::Id': `subnet-${DIGITS}`,
  'AWS::EC2::Volume::Id': `vol-${DIGITS}`,
  'AWS::EC2::VPC::Id': `vpc-${DIGITS}`,
  'AWS::Route53::HostedZone::Id': 'Z0123456789ABCDEFGHIJ',
};

const idOf = (type: string): string | undefined => (Object.hasOwn(ids, type) ? ids[type] : undefined);

const ACCOUNT = '123456789012';

/** Texts as parameters of templates take them, the plainest first; each also as long as it has to be. */
const texts: readonly string[] = [
  'sandbox',
  'Sandbox-1',
  'Sandbox1!',
  'SANDBOX',
  '1',
  'true',
  '2027-01-31',
  'us-east-1',
  ACCOUNT,
  '10.0.0.0/16',
  '10.0.0.0/24',
  '10.0.0.1/32',
  '10.0.0.1',
  '2001:db8::/32',
  'example.com',
  'sandbox.example.com',
  'user@example.com',
  'https://example.com',
  'https://example.com/sandbox',
  'http://example.com',
  's3://sandbox/key',
  '/sandbox/key',
  'sandbox/',
  'sandbox.zip',
  ...Object.values(ids),
  `arn:aws:iam::${ACCOUNT}:role/sandbox`,
  `arn:aws:iam::${ACCOUNT}:user/sandbox`,
  `arn:aws:kms:us-east-1:${ACCOUNT}:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9`,
  `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9`,
  `arn:aws:sns:us-east-1:${ACCOUNT}:sandbox`,
  `arn:aws:lambda:us-east-1:${ACCOUNT}:function:sandbox`,
  `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:sandbox-a1b2c3`,
  'arn:aws:s3:::sandbox',
  '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
  'o-a1b2c3d4e5',
  'r-ab12',
  'ou-ab12-a1b2c3d4',
  't3.micro',
  'cron(0 12 * * ? *)',
  'rate(1 day)',
  'v1.2.3',
  '1.2.3',
];

const textsFor = (declared: JsonObject): readonly string[] => {
  const least = Number(own(declared, 'MinLength') ?? 0);
  const most = Number(own(declared, 'MaxLength') ?? Number.POSITIVE_INFINITY);
  const fitted = texts.map((text) => (text.length < least ? text.padEnd(least, text) : text.slice(0, most)));
  return [...texts, ...fitted];
};
