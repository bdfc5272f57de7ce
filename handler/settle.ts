import type { Undetermined } from '../rule/rule.ts';
import type { Config } from './config.ts';
import {
  type Decision,
  decide,
  type Evaluated,
  type ExemptionsState,
  type JudgedFinding,
  type Stance,
} from './decision.ts';
import type { Exemptions, FindExemption } from './exemptions.ts';
import type { StandingFinding } from './existing.ts';
import { originOf } from './origin.ts';
import type { HookRequest } from './request.ts';

/** What decides on findings besides the rule. */
export interface Circumstances {
  readonly config: Config;
  /** Asked only where a finding is left that something could exempt; undefined: nothing is ever exempted. */
  readonly exemptions: () => Promise<Exemptions | undefined>;
  readonly now: () => number;
}

type Judge = (finding: StandingFinding) => JudgedFinding | Undetermined;

const blocked = (finding: StandingFinding): JudgedFinding => ({ ...finding, verdict: 'BLOCKED' });

/** The early warning refuses nothing that the gate may find exempted. */
const leftOpen = (
  { value: _, destination: __, isExisting: ___, ...spot }: StandingFinding,
  id: string,
): Undetermined => {
  const reason = `whether ${id} exempts it depends on where it leads`;
  return { ...spot, reason, message: `${spot.message.replace(/\.$/, '')}; ${reason}.` };
};

const judgeWith =
  (find: FindExemption, stance: Stance): Judge =>
  (finding) => {
    const { active, lapsed, possible } = find(finding);
    if (active !== undefined) return { ...finding, verdict: 'EXEMPTED', exemption: active };
    if (possible !== undefined && stance === 'warning') return leftOpen(finding, possible.id);
    return { ...blocked(finding), ...(lapsed && { exemption: lapsed }) };
  };

/** Milliseconds that comparing may take: a hostile template has tens of thousands of findings, a document thousands of exemptions. */
const PATIENCE = 2000;

const TOO_MANY = 'there are too many findings to compare with it';

interface Judgement {
  readonly judged: readonly (JudgedFinding | Undetermined)[];
  readonly state?: ExemptionsState;
}

/** Findings that there is no time for stay blocked. */
const judgeAll = (findings: readonly StandingFinding[], judge: Judge, now: () => number): Judgement => {
  const started = now();
  const isInTime = (): boolean => now() - started < PATIENCE;
  const judged = findings.map((finding) => (isInTime() ? judge(finding) : blocked(finding)));
  return { judged, ...(!isInTime() && { state: { problem: TOO_MANY } }) };
};

const isFinding = (one: JudgedFinding | Undetermined): one is JudgedFinding => 'verdict' in one;
const isUndetermined = (one: JudgedFinding | Undetermined): one is Undetermined => !isFinding(one);

/** Decides on what violates the rule. What stood there before, and may, needs no exemption. */
export const settle = async (
  { findings, undetermined }: Evaluated,
  request: HookRequest,
  stance: Stance,
  { config, exemptions: ask, now }: Circumstances,
): Promise<Decision> => {
  const mayPass = ({ isExisting }: StandingFinding): boolean => isExisting && config.existingViolations === 'ALLOW';
  const passing = findings.filter(mayPass).map((finding) => ({ ...finding, verdict: 'EXISTING' }) as const);
  const others = findings.filter((finding) => !mayPass(finding));
  const exemptions = others.length === 0 ? undefined : await ask();
  if (exemptions === undefined) return decide({ findings: [...others.map(blocked), ...passing], undetermined }, stance);
  const { finderFor, ...state } = exemptions;
  const judge = judgeWith(finderFor(originOf(request), now()), stance);
  const { judged, state: late } = judgeAll(others, judge, now);
  return decide(
    {
      findings: [...judged.filter(isFinding), ...passing],
      undetermined: [...undetermined, ...judged.filter(isUndetermined)],
      exemptions: { ...state, ...late },
    },
    stance,
  );
};
