import type { StandIn } from './stand-in.ts';

// moto knows service-managed stack sets in part: it makes their stacks in the accounts of an organizational unit, and
// neither lists automatic deployment targets, nor results, units, drift and overrides of such stacks. What is here answers in the
// shapes of the SDK's model.

const list = <T>(items: readonly T[], toXml: (item: T) => string): string =>
  items.map((item) => `<member>${toXml(item)}</member>`).join('');

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`;

const parametersXml = (parameters: Readonly<Record<string, string>>): string =>
  list(Object.entries(parameters), ([name, value]) => element('ParameterKey', name) + element('ParameterValue', value));

/** Regions by organizational unit. */
export type UnitRegions = Readonly<Record<string, readonly string[]>>;

/** Answers where the stack set is rolled out to. */
export const answerTargets = (standIn: StandIn, units: UnitRegions): void =>
  standIn.answer(
    'ListStackSetAutoDeploymentTargets',
    () =>
      `<Summaries>${list(
        Object.entries(units),
        ([unit, regions]) =>
          `${element('OrganizationalUnitId', unit)}<Regions>${list(regions, (region) => region)}</Regions>`,
      )}</Summaries>`,
  );

/** A stack in an account and Region: how an operation on it ended, or how it stands. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly unit?: string;
  readonly status: string;
  readonly detailed?: string;
  readonly drift?: string;
  readonly reason?: string;
  readonly overrides?: Readonly<Record<string, string>>;
}

const placeXml = ({ account, region, unit, status, reason }: Place): string =>
  [
    element('Account', account),
    element('Region', region),
    element('OrganizationalUnitId', unit),
    element('Status', status),
    element('StatusReason', reason),
  ].join('');

/** Answers how operations went in each account and Region. */
export const answerResults = (standIn: StandIn, places: readonly Place[]): void =>
  standIn.answer('ListStackSetOperationResults', () => `<Summaries>${list(places, placeXml)}</Summaries>`);

/** Answers how an operation stands; without `times`, from then on. */
export const answerOperation = (standIn: StandIn, status: string, reason?: string, times?: number): void =>
  standIn.answer(
    'DescribeStackSetOperation',
    ({ parameters }) =>
      `<StackSetOperation>${element('OperationId', parameters.get('OperationId') ?? '')}${element('Action', 'CREATE')}${element('Status', status)}${element('StatusReason', reason)}</StackSetOperation>`,
    times,
  );

/** Answers which stacks there are, two on a page, and what each has of its own. */
export const answerInstances = (standIn: StandIn, places: readonly Place[]): void => {
  standIn.answer('ListStackInstances', ({ parameters }) => {
    const start = Number(parameters.get('NextToken') ?? 0);
    const page = places.slice(start, start + 2);
    const next = start + 2 < places.length ? element('NextToken', String(start + 2)) : '';
    const toXml = (place: Place): string => {
      const detailed = element('DetailedStatus', place.detailed ?? 'SUCCEEDED');
      const drift = element('DriftStatus', place.drift ?? 'NOT_CHECKED');
      return `${placeXml(place)}${drift}<StackInstanceStatus>${detailed}</StackInstanceStatus>`;
    };
    return `<Summaries>${list(page, toXml)}</Summaries>${next}`;
  });
  standIn.answer('DescribeStackInstance', ({ parameters }) => {
    const place = places.find(
      ({ account, region }) =>
        account === parameters.get('StackInstanceAccount') && region === parameters.get('StackInstanceRegion'),
    );
    const overrides = parametersXml(place?.overrides ?? {});
    return `<StackInstance><ParameterOverrides>${overrides}</ParameterOverrides></StackInstance>`;
  });
};

/** A stack set as AWS describes it. */
export interface DescribedSet {
  readonly units: UnitRegions;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly template?: string;
  readonly permissionModel?: string;
  readonly isAutoDeployed?: boolean;
}

/** As much of a template of ours as tells it from one of others. */
export const OLDER_TEMPLATE = JSON.stringify({
  Resources: {
    ResourceHook: { Type: 'AWS::CloudFormation::LambdaHook', Properties: { Alias: 'Private::EgressGuard::Resource' } },
  },
});

const MANAGEMENT_ACCOUNT = '999999999999';

/** Answers the description of a stack set, kept in the management account 999999999999. */
export const answerStackSet = (standIn: StandIn, { units, ...set }: DescribedSet): void => {
  const { permissionModel = 'SERVICE_MANAGED', template = OLDER_TEMPLATE, parameters = {} } = set;
  const regions = [...new Set(Object.values(units).flat())];
  standIn.answer(
    'DescribeStackSet',
    () =>
      `<StackSet><StackSetName>egress-guard</StackSetName><Status>ACTIVE</Status><StackSetARN>arn:aws:cloudformation:us-east-1:${MANAGEMENT_ACCOUNT}:stackset/egress-guard:1</StackSetARN>
      ${element('TemplateBody', template)}${element('PermissionModel', permissionModel)}
      <AutoDeployment><Enabled>${set.isAutoDeployed ?? true}</Enabled><RetainStacksOnAccountRemoval>false</RetainStacksOnAccountRemoval></AutoDeployment>
      <Parameters>${parametersXml(parameters)}</Parameters>
      <OrganizationalUnitIds>${list(Object.keys(units), (unit) => unit)}</OrganizationalUnitIds>
      <Regions>${list(regions, (region) => region)}</Regions></StackSet>`,
  );
  answerTargets(standIn, units);
};

/** An operation in the list of them. */
export interface ListedOperation {
  readonly id: string;
  readonly action: string;
  readonly status: string;
  readonly created: string;
  readonly reason?: string;
}

const operationXml = ({ id, action, status, created, reason }: ListedOperation): string =>
  [
    element('OperationId', id),
    element('Action', action),
    element('Status', status),
    element('CreationTimestamp', created),
    element('StatusReason', reason),
  ].join('');

/** Answers which operations there were and are. */
export const answerOperations = (standIn: StandIn, operations: readonly ListedOperation[]): void =>
  standIn.answer('ListStackSetOperations', () => `<Summaries>${list(operations, operationXml)}</Summaries>`);
