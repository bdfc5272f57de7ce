import type { AuditReport } from '../../infra/audit/report.ts';
import type { Exemption } from '../../rule/exemption/exemption.ts';
import { ended, evaluated, groupWith, instanceName, reportOn, stackId, stackOf } from './audited-stack.ts';

/** Covers the stack `app`. */
const exampleExemption: Exemption = {
  id: 'NET-1',
  reason: 'talks to partners on changing ports',
  approvedBy: 'Network team',
  expires: '2027-01-31',
  match: { stackName: 'app' },
};

const owned = { tags: [['Team', 'payments']] as const };

/** A report with something in each of its lists. */
export const exampleAuditReport: AuditReport = reportOn(
  [
    evaluated(stackOf('app', owned), groupWith('-1')),
    evaluated(stackOf('app-Net-1A2B', { rootId: stackId('app') }), groupWith('-1', 'NetSg')),
    evaluated(stackOf(instanceName('base')), groupWith("!If [IsOpen, -1, 'tcp']")),
    evaluated(stackOf('hidden', owned), groupWith('!Ref Protocol')),
    evaluated(stackOf('clean'), groupWith('tcp')),
    ended(stackOf('macro'), {
      kind: 'evaluated',
      evaluation: { findings: [], undetermined: [], isOriginal: true },
    }),
    ended(stackOf('secret'), { kind: 'unread', reason: 'the permission cloudformation:GetTemplate is missing' }),
    ended(stackOf('short-lived'), { kind: 'gone' }),
  ],
  { exemptions: [exampleExemption], exemptionsGiven: true },
);

/** What breaks out of markup, lines and terminals where it is not neutralised. */
export const HOSTILE = `</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u0000\u001b[2J\u202e\u2028`;

/** A report of which every text from outside is hostile. */
export const hostileAuditReport: AuditReport = (() => {
  const stack = stackOf(HOSTILE, { tags: [['team', HOSTILE]], status: HOSTILE });
  // Written out, U+2028 breaks a line, and a key has one line only.
  const quoted = JSON.stringify(HOSTILE).replace('\u2028', '\\u2028');
  const text = groupWith('-1').replace('AppSg', quoted).replace('0.0.0.0/0', quoted);
  return reportOn(
    [
      evaluated(stack, text),
      evaluated(stackOf(`${HOSTILE}2`), text.replace('-1', '!Ref Protocol')),
      ended(stackOf(`${HOSTILE}3`), { kind: 'unread', reason: HOSTILE }),
      ended(stackOf(`${HOSTILE}4`), { kind: 'gone' }),
      evaluated(stackOf('exempted'), text),
    ],
    {
      exemptions: [{ ...exampleExemption, reason: HOSTILE, approvedBy: HOSTILE, match: { stackName: 'exempted' } }],
      exemptionsGiven: true,
    },
  );
})();
