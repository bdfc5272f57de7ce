import { hooks } from '../../infra/hook/index.ts';
import { allOut, type Change, groupOf, resourceEvent, tcpOut, templateEvent } from './events.ts';

/** The functions by their logical ids. */
export type FunctionId = 'ResourceFunction' | 'TemplateFunction';

/** A request, the function that gets it, and what differs in its environment. */
export interface Sample {
  readonly by: FunctionId;
  readonly event: unknown;
  readonly settings?: Readonly<Record<string, string>>;
}

const DAY = 86_400_000;

const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

const exemption = (id: string, days: number, match: object) => ({
  id,
  reason: 'It filters what leaves.',
  approvedBy: 'network-security',
  expires: inDays(days),
  match,
});

const exemptions = {
  version: 1,
  exemptions: [
    exemption('proxy', 200, { logicalId: 'Proxy*', destination: '0.0.0.0/0' }),
    exemption('internal', 5, { logicalId: 'Proxy*', destination: '10.0.0.0/8' }),
  ],
};

const internalOut = { IpProtocol: '-1', CidrIp: '10.0.0.0/8' };
const group = (Properties: object) => ({ Type: 'AWS::EC2::SecurityGroup', Properties });
const templateOf = (Resources: object): string => JSON.stringify({ Resources });
const brokenOut = { IpProtocol: 'broken', CidrIp: '0.0.0.0/0' };
const unclear = { IpProtocol: '{{resolve:ssm:protocol}}', CidrIp: '0.0.0.0/0' };

const change = (logicalResourceId: string, before: object | null, after: object) => ({
  logicalResourceId,
  resourceType: 'AWS::EC2::SecurityGroup',
  action: before ? 'UPDATE' : 'CREATE',
  beforeContext: before && JSON.stringify({ Properties: before }),
  afterContext: JSON.stringify({ Properties: after }),
});

const payloads = {
  open: { template: templateOf({ AppSg: group(groupOf(allOut)) }) },
  changes: { template: '', changedResources: [change('AppSg', null, groupOf(allOut))] },
  exempted: { template: templateOf({ ProxySg: group(groupOf(internalOut)) }) },
  unclear: { template: templateOf({ AppSg: group(groupOf(unclear)) }) },
  broken: { template: templateOf({ AppSg: group(groupOf(allOut)), BrokenSg: group(groupOf(brokenOut)) }) },
};

/** What is in S3, by path. */
export const objects: ReadonlyMap<string, string> = new Map([
  ['/config/exemptions.json', JSON.stringify(exemptions)],
  ...Object.entries(payloads).map(([name, payload]) => [`/public/${name}`, JSON.stringify(payload)] as const),
]);

/** In the account and the Region in which the template is rendered. */
const stackIdOf = (name: string): string => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/1a2345b6`;
const hookModel = { LambdaFunction: 'arn:aws:lambda:us-east-1:123456789012:function:EgressGuard' };
const envelope = { actionInvocationPoint: 'CREATE_PRE_PROVISION', hookModel, stackId: stackIdOf('app') };

const ofResource = (properties: object, { event, data, model }: Change = {}): Sample => ({
  by: 'ResourceFunction',
  event: resourceEvent(properties, {
    event: { ...envelope, hookTypeName: hooks.resource, ...event },
    data: { targetLogicalId: 'AppSg', ...data },
    model: { previousResourceProperties: undefined, ...model },
  }),
});

const ofTemplate = (target: 'STACK' | 'CHANGE_SET', payload: string): Sample => ({
  by: 'TemplateFunction',
  event: { ...templateEvent(target, payload), ...envelope, hookTypeName: hooks.template },
});

const open = ofResource(groupOf(tcpOut, allOut, internalOut));

const update = {
  event: { actionInvocationPoint: 'UPDATE_PRE_PROVISION' },
  model: { previousResourceProperties: groupOf(allOut) },
};

/** A function that starts with this code run before. */
const after = (code: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` });

/** The names of the settings cannot be listed. */
const BREAK = `process.env = new Proxy(process.env, { ownKeys: () => { throw new TypeError('It is broken.'); } });`;

/** The rule cannot read one protocol. */
const BREAK_RULE = `const { toLowerCase } = String.prototype;
String.prototype.toLowerCase = function () {
  if (String(this) === '${brokenOut.IpProtocol}') throw new RangeError('It is broken.');
  return toLowerCase.call(this);
};`;

/** One request for each way in which the function may answer; templates are fetched from `origin`. */
export const makeSamples = (origin: string): Readonly<Record<string, Sample>> => ({
  allowed: ofResource(groupOf(tcpOut)),
  blocked: open,
  'blocked in another stack': ofResource(groupOf(allOut), { event: { stackId: stackIdOf('other') } }),
  'blocked through Cloud Control': ofResource(groupOf(allOut), { event: { stackId: '' } }),
  'blocked as a stack': ofTemplate('STACK', `${origin}/public/open`),
  'blocked as a change set': ofTemplate('CHANGE_SET', `${origin}/public/changes`),
  exempted: ofResource(groupOf(allOut, internalOut), { data: { targetLogicalId: 'ProxySg' } }),
  'exempted as a stack': ofTemplate('STACK', `${origin}/public/exempted`),
  existing: ofResource(groupOf(allOut), update),
  undetermined: ofResource(groupOf(unclear)),
  'undetermined as a stack': ofTemplate('STACK', `${origin}/public/unclear`),
  skipped: ofResource({}, { data: { targetName: 'AWS::SQS::Queue' } }),
  'a malformed event': { by: 'ResourceFunction', event: {} },
  'an event of the other function': { ...ofTemplate('STACK', `${origin}/public/open`), by: 'ResourceFunction' },
  'a wrong setting': { ...open, settings: { EGRESS_GUARD_NO_SUCH_SETTING: '1' } },
  'a payload that is gone': ofTemplate('STACK', `${origin}/public/gone`),
  'a fault of ours': { ...open, settings: after(BREAK) },
  'a rule that fails': { ...ofResource(groupOf(allOut, brokenOut)), settings: after(BREAK_RULE) },
  'a rule that fails beside a violation': {
    ...ofTemplate('STACK', `${origin}/public/broken`),
    settings: after(BREAK_RULE),
  },
  'exemptions that are gone': { ...open, settings: { EGRESS_GUARD_EXEMPTIONS_URI: 's3://config/gone.json' } },
  'an archive that is closed': { ...open, settings: { EGRESS_GUARD_ARCHIVE_BUCKET: 'closed' } },
});
