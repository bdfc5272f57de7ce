import type { Exemption, Finding, Undetermined } from '../../rule/index.ts';
import type { Config } from '../config.ts';
import { type HookRequest, originOf } from '../event/index.ts';
import type { Evaluated, ExemptionsState, Judged, JudgedFinding } from './decision.ts';
import type { Exemptions, FindExemption } from './exemptions.ts';
import type { ComparedFinding } from './known-before.ts';

/** What decides on findings beside the rules: request, stance, settings and exemptions. */
export interface JudgingInput {
  readonly request: HookRequest;
  /** How to leave open what an exemption may cover; undefined: what it does not cover for sure is blocked. */
  readonly leaveToExemption: ((finding: Finding, exemption: Exemption) => Undetermined) | undefined;
  readonly config: Config;
  /** Asked only where a finding is left that something could exempt; undefined: nothing is ever exempted. */
  readonly exemptions: () => Promise<Exemptions | undefined>;
  readonly now: () => number;
}

/** Judges findings. A finding that stood there before needs no exemption where the settings let such findings pass. */
export async function judgeFindings(evaluated: Evaluated, input: JudgingInput): Promise<Judged> {
  const mayPass = ({ isExisting }: ComparedFinding): boolean =>
    isExisting && input.config.existingViolations === 'ALLOW';
  const passing = evaluated.findings.filter(mayPass).map((finding) => ({ ...finding, verdict: 'EXISTING' }) as const);
  const others = evaluated.findings.filter((finding) => !mayPass(finding));
  const exemptions = others.length === 0 ? undefined : await input.exemptions();
  if (exemptions === undefined) return { ...evaluated, findings: [...others.map(blocked), ...passing] };
  const { finderFor, ...state } = exemptions;
  const judge = judgeWith(finderFor(originOf(input.request), input.now()), input.leaveToExemption);
  const { judged, state: late } = judgeAll(others, judge, input.now);
  return {
    ...evaluated,
    findings: [...judged.filter(isFinding), ...passing],
    undetermined: [...evaluated.undetermined, ...judged.filter(isUndetermined)],
    exemptions: { ...state, ...late },
  };
}

const blocked = (finding: ComparedFinding): JudgedFinding => ({ ...finding, verdict: 'BLOCKED' });

type Judge = (finding: ComparedFinding) => JudgedFinding | Undetermined;

const judgeWith =
  (find: FindExemption, leaveOpen: JudgingInput['leaveToExemption']): Judge =>
  (finding) => {
    const { active, lapsed, possible } = find(finding);
    if (active !== undefined) return { ...finding, verdict: 'EXEMPTED', exemption: active };
    if (possible === undefined || leaveOpen === undefined) return { ...blocked(finding), exemption: lapsed };
    return leaveOpen(finding, possible);
  };

interface Judgement {
  readonly judged: readonly (JudgedFinding | Undetermined)[];
  readonly state: ExemptionsState | undefined;
}

/** Milliseconds for comparing: a hostile template has tens of thousands of findings, a document thousands of exemptions. */
const MAX_JUDGING_MS = 2000;

/** Findings that there is no time for stay blocked. */
const judgeAll = (findings: readonly ComparedFinding[], judge: Judge, now: () => number): Judgement => {
  const started = now();
  const isInTime = (): boolean => now() - started < MAX_JUDGING_MS;
  const judged = findings.map((finding) => (isInTime() ? judge(finding) : blocked(finding)));
  return { judged, state: isInTime() ? undefined : { problem: 'there are too many findings to compare with it' } };
};

const isFinding = (one: JudgedFinding | Undetermined): one is JudgedFinding => 'verdict' in one;

const isUndetermined = (one: JudgedFinding | Undetermined): one is Undetermined => !isFinding(one);
