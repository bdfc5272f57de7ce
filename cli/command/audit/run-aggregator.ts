import {
  type AuditReport,
  countGroups,
  type LiveGroup,
  makeLiveStacks,
  makeReport,
  readGroups,
} from '../../../infra/audit/index.ts';
import { type RuleSettings, rulesOn } from '../../../rule/index.ts';
import { withAws } from '../../aws/index.ts';
import { loadExemptions } from '../../input/index.ts';
import { type Terminal, withInterrupt } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { openPages } from './memory.ts';
import type { AuditRequest } from './options.ts';
import { makeAuditProgress } from './progress.ts';

/** Audits the live groups of every account and Region that an aggregator of AWS Config knows. @throws {UsageError} */
export async function auditAggregator(
  request: AuditRequest,
  aggregator: string,
  terminal: Terminal,
): Promise<AuditReport> {
  const now = Date.now();
  const { exemptions: path, allowLoopbackOnly, teamTag } = request;
  const settings: RuleSettings = { allowLoopbackOnly, rules: request.rules };
  const exemptions = path === undefined ? [] : await loadExemptions(path, terminal, now);
  const rules = rulesOn(settings).map(({ id }) => id);
  const pages = openPages(request.state, aggregator);
  return withAws(request.aws, terminal, async ({ clients, account }) => {
    const client = await clients.configService();
    const count = await countGroups(client, aggregator);
    const live = makeLiveStacks(settings);
    const progress = makeAuditProgress(terminal, count, 'groups');
    const take = (groups: readonly LiveGroup[]): void => {
      for (const group of groups) progress.step(live.add(group));
    };
    take(pages.groups);
    const isWhole = await withInterrupt(async (signal) => {
      for await (const page of readGroups(client, aggregator, pages.next)) {
        take(page.groups);
        pages.keep(page);
        if (signal.aborted && page.next !== undefined) return false;
      }
      return true;
    }).finally(progress.end);
    if (!isWhole) throw interrupted(request.state);
    const audited = live.audited();
    return makeReport(
      { all: audited.map(({ stack }) => stack), audited, leftOut: [] },
      {
        ...{ account: account.id, region: account.region, aggregator, teamTag, exemptions, rules, now },
        exemptionsGiven: path !== undefined,
      },
    );
  });
}

const interrupted = (state: string | undefined): UsageError =>
  new UsageError(
    `interrupted. ${state === undefined ? 'Give --state FILE to be able to go on' : 'Run the same command again to go on'}.`,
  );
