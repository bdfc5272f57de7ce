import type { Exemption } from '../../rule/index.ts';
import { verdictSentences } from '../answer/index.ts';
import type { JudgedFinding } from '../decide/index.ts';
import { text } from './ocsf-text.ts';

export function statusOf(finding: JudgedFinding) {
  const { verdict, exemption } = finding;
  const [status_id, status] = verdict === 'EXEMPTED' ? ([3, 'Suppressed'] as const) : ([1, 'New'] as const);
  return {
    status_id,
    status,
    status_detail: text(verdictSentences(finding).join(' ')) || undefined,
    enrichments: exemption && [enrichmentOf(status, exemption)],
  };
}

/** The document of exemptions is an outside source, and what it adds to is the status. */
const enrichmentOf = (status: string, { id, reason, approvedBy, expires }: Exemption) => ({
  name: 'status',
  value: status,
  type: 'exemption',
  data: { id: text(id), reason: text(reason), approvedBy: text(approvedBy), expires: text(expires) },
});
