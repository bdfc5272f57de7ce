import { CloudFormationClient, CreateStackCommand, type Tag } from '@aws-sdk/client-cloudformation';
import { groupWith } from '../../support/audited-stack.ts';
import type { Answer, StandIn } from './stand-in.ts';

const INSTANCE = '6f0c1d2e-1111-4b5c-8d9e-01234567890';

interface Made {
  readonly template: string;
  readonly team?: string;
  readonly protocol?: string;
}

const clean = (count: number): Record<string, Made> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`clean-${index}`, { template: groupWith('tcp'), team: 'platform' }]),
  );

const instances = (count: number): Record<string, Made> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `StackSet-baseline-${INSTANCE}${index}`,
      { template: groupWith("'-1'"), team: 'security' },
    ]),
  );

/** The value of a parameter with `NoEcho`. */
const SECRET = 'all';
const masked = groupWith('!Ref Protocol').replace('Default: tcp', 'NoEcho: true');

/** Stacks that moto makes, by name: forty of them. */
const stacks: Readonly<Record<string, Made>> = {
  ...clean(24),
  ...instances(3),
  shop: { template: groupWith('tcp'), team: 'payments' },
  'shop-Network-1A2B': { template: groupWith("'-1'", 'NetSg') },
  'shop-Network-1A2B-Deep-3C4D': { template: groupWith("'-1'", 'DeepSg') },
  'given-all': { template: groupWith('!Ref Protocol'), protocol: '-1', team: 'payments' },
  'given-tcp': { template: groupWith('!Ref Protocol'), protocol: 'tcp', team: 'payments' },
  masked: { template: masked, protocol: SECRET, team: 'payments' },
  partner: { template: groupWith("'-1'"), team: 'payments' },
  'denied-1': { template: groupWith("'-1'") },
  'denied-2': { template: groupWith("'-1'") },
  unreadable: { template: groupWith('tcp') },
  vanished: { template: groupWith('tcp') },
  unprocessed: { template: groupWith("'-1'"), team: 'data' },
  'egress-guard': { template: groupWith("'-1'") },
};

export const clientFor = (endpoint: string): CloudFormationClient =>
  new CloudFormationClient({
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    endpoint,
    region: 'us-east-1',
  });

const tagsOf = (team: string | undefined): Tag[] => (team === undefined ? [] : [{ Key: 'Team', Value: team }]);

/** Makes the stacks of an account. */
export const makeAccount = async (moto: string): Promise<void> => {
  const client = clientFor(moto);
  for (const [StackName, { template, team, protocol }] of Object.entries(stacks))
    await client.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: template,
        Tags: tagsOf(team),
        Parameters: protocol === undefined ? [] : [{ ParameterKey: 'Protocol', ParameterValue: protocol }],
      }),
    );
};

/** moto tells the service by the header. */
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0';

const ask = async (moto: string, body: URLSearchParams): Promise<string> =>
  (await fetch(moto, { method: 'POST', headers: { authorization: SIGNED }, body })).text();

const errorOf = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const DENIED = 403;
const INVALID = 400;

type Special = readonly [status: number, xml: string] | undefined;

const broken =
  '<GetTemplateResponse><GetTemplateResult><TemplateBody>Resources: [</TemplateBody></GetTemplateResult></GetTemplateResponse>';

/** What CloudFormation answers and moto does not. */
const specialOf = (id: string, stage: string | null): Special => {
  const user = 'User: arn:aws:sts::123456789012:user/moto is not authorized to perform: cloudformation:GetTemplate';
  if (id.includes('/denied-'))
    return [DENIED, errorOf('AccessDenied', `${user} on resource: ${id} with an explicit deny in a policy`)];
  if (id.includes('/vanished/')) return [INVALID, errorOf('ValidationError', `Stack with id ${id} does not exist`)];
  if (id.includes('/unreadable/')) return [200, broken];
  if (id.includes('/unprocessed/') && stage === 'Processed')
    return [INVALID, errorOf('ValidationError', 'There is no processed template')];
  return undefined;
};

const answerTemplate =
  (moto: string): Answer =>
  ({ parameters }, response) => {
    const special = specialOf(parameters.get('StackName') ?? '', parameters.get('TemplateStage'));
    const answered = special === undefined ? ask(moto, parameters).then((xml) => [200, xml] as const) : special;
    Promise.resolve(answered).then(([status, xml]) => {
      response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
    });
    return undefined;
  };

/** moto does not say what a stack is nested in, and tells the value of every parameter. */
const complete = (xml: string): string => {
  const root = /<StackId>([^<]*stack\/shop\/[^<]*)<\/StackId>/.exec(xml)?.[1] ?? '';
  return xml
    .replace(/<StackId>[^<]*stack\/shop-Network[^<]*<\/StackId>/g, (id) => `${id}<RootId>${root}</RootId>`)
    .replaceAll(`<ParameterValue>${SECRET}</ParameterValue>`, '<ParameterValue>****</ParameterValue>');
};

const answerStacks =
  (moto: string): Answer =>
  ({ parameters }, response) => {
    ask(moto, parameters).then((xml) => {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(complete(xml));
    });
    return undefined;
  };

/** Lets the stand-in answer as CloudFormation would for the stacks of the account. */
export const answerAccount = (standIn: StandIn, moto: string): void => {
  standIn.answer('DescribeStacks', answerStacks(moto));
  standIn.answer('GetTemplate', answerTemplate(moto));
};
