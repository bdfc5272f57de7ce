import { partitionOf } from '../partition.ts';

/** Where the template is to be deployed. */
interface Place {
  readonly region: string;
  /** The account; absent: many. */
  readonly id?: string;
}

/** What of the ARNs among the given values could not work at a place, although their patterns let them pass. */
export function checkArns(given: Readonly<Record<string, string>>, place: Place): string | undefined {
  return Object.entries(ARNS)
    .flatMap(([name, belongs]) => {
      const value = given[name] ?? '';
      const why = value === '' ? undefined : problemOf(value, belongs, place);
      return why === undefined ? [] : [`the parameter ${name} cannot be ${JSON.stringify(value)}: ${why}.`];
    })
    .at(0);
}

/** What an ARN has to share with the stack, beside the partition. */
type Belongs = 'region' | 'account' | 'partition';

const ARNS: Readonly<Record<string, Belongs>> = {
  // SNS is no target of a rule in another Region, and gets no alarms from there.
  AlarmTopicArn: 'region',
  // EventBridge sends to buses in other Regions, too.
  EventBusArn: 'partition',
  PermissionsBoundaryArn: 'account',
};

const problemOf = (arn: string, belongs: Belongs, { region, id }: Place): string | undefined => {
  const [, partition, , ofRegion, ofAccount] = arn.split(':');
  const own = partitionOf(region);
  if (partition !== own) return `it is of the partition ${partition}, and ${region} of ${own}`;
  if (belongs === 'region' && ofRegion !== region) return `it is in ${ofRegion}, and the stack is to be in ${region}`;
  if (belongs === 'account' && id !== undefined && ofAccount !== id && ofAccount !== 'aws')
    return `it is a policy of the account ${ofAccount}, and the roles are to be in ${id}`;
  return undefined;
};
