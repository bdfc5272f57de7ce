import { applyExemptions, daysLeft, findExemption, type JudgedFinding, stateOf } from '../../../rule/index.ts';
import type { CheckOutcome, CheckReport } from '../../format/index.ts';
import { loadExemptions } from '../../input/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { locationKey } from './collect.ts';
import { adviceOn, type ExemptionsGiven, factsOf } from './exemption-advice.ts';

/** Takes what is exempted from the findings of a check, and notes what would exempt more. */
export type ApplyExemptions = (outcome: CheckOutcome, onNote: (note: string) => void) => CheckOutcome;

/** Reads exemptions for a deployment of which `--pseudo` tells. @throws {UsageError} */
export async function prepareExemptions(
  path: string,
  pseudo: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<ApplyExemptions> {
  const now = Date.now();
  const given = { exemptions: await loadExemptions(path, terminal, now), facts: factsOf(pseudo), now };
  return (checked, onNote) => {
    const outcome = apply(checked, given);
    const advice = adviceOn(outcome.report.findings, given);
    if (advice !== undefined) onNote(advice);
    return outcome;
  };
}

const apply = (outcome: CheckOutcome, given: ExemptionsGiven): CheckOutcome => {
  const { report, texts } = outcome;
  const { now } = given;
  const judged = report.findings.map((finding) => judge(finding, outcome, given));
  const lists = applyExemptions(judged);
  const counts = { findings: lists.findings.length, exempted: lists.exempted.length };
  return {
    report: { ...report, summary: { ...report.summary, ...counts }, ...lists },
    texts,
    expiring: endingSoon(judged, now),
  };
};

type Reported = CheckReport['findings'][number];

type Judged = JudgedFinding<Reported>;

/** What is in several stacks is exempted where it is in all of them. */
const judge = (finding: Reported, { stackNames }: CheckOutcome, given: ExemptionsGiven): Judged => {
  const { exemptions, facts, now } = given;
  const names = stackNames?.get(locationKey(finding)) ?? [facts.stackName];
  const found = names.map((stackName) => findExemption(finding, { ...facts, stackName }, exemptions, now));
  return { finding, ...(found.find(({ active }) => active === undefined) ?? found[0]) };
};

const endingSoon = (judged: readonly Judged[], now: number): ReadonlyMap<string, number> => {
  const applied = new Set(judged.flatMap(({ active }) => active ?? []));
  const ending = [...applied].filter((exemption) => stateOf(exemption, now) === 'EXPIRING');
  return new Map(ending.map((exemption) => [exemption.id, daysLeft(exemption, now)]));
};
