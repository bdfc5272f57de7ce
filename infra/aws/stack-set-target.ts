import { ListStackSetAutoDeploymentTargetsCommand } from '@aws-sdk/client-cloudformation';
import { pagesOf } from './pages.ts';
import type { StackSetAddress } from './stack-set.ts';
import type { StackSetInstance } from './stack-set-instance.ts';

/** The Regions of each organizational unit that a stack set is rolled out to. */
export type Targets = ReadonlyMap<string, ReadonlySet<string>>;

/** What AWS keeps of the targets: an organizational unit without accounts is among them, too. */
export async function listTargets({ client, id }: StackSetAddress): Promise<Targets> {
  const targets = new Map<string, Set<string>>();
  const pages = pagesOf({
    action: 'ListStackSetAutoDeploymentTargets',
    read: (NextToken) => client.send(new ListStackSetAutoDeploymentTargetsCommand({ ...id, NextToken })),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { Summaries = [] } of pages)
    for (const { OrganizationalUnitId = '', Regions = [] } of Summaries)
      targets.set(OrganizationalUnitId, new Set([...(targets.get(OrganizationalUnitId) ?? []), ...Regions]));
  return targets;
}

/** Adds those that only the instances tell of: without automatic deployment AWS keeps no others. */
export function withInstances(listed: Targets, instances: readonly StackSetInstance[]): Targets {
  const targets = new Map([...listed].map(([unit, regions]) => [unit, new Set(regions)]));
  for (const { organizationalUnit, region } of instances)
    if (organizationalUnit !== undefined)
      targets.set(organizationalUnit, (targets.get(organizationalUnit) ?? new Set()).add(region));
  return targets;
}
