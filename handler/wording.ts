import type { Undetermined } from '../rule/rule.ts';
import type { Decision, JudgedFinding } from './decision.ts';
import { standingOf } from './standing.ts';

const LATER = 'Decided when the resource is provisioned.';

/** A finding, or a value that cannot be decided. */
export type Told = JudgedFinding | Undetermined;

const isJudged = (spot: Told): spot is JudgedFinding => 'verdict' in spot;

/** What the matter is, and where, with what is known of it besides. */
export const placed = (spot: Told): string => {
  const message = spot.line === undefined ? spot.message : `Line ${spot.line}: ${spot.message}`;
  return [message, ...(isJudged(spot) ? standingOf(spot) : [])].join(' ');
};

/** A finding that does not stand in the way. */
export const passes = (spot: Told): boolean => isJudged(spot) && spot.verdict !== 'BLOCKED';

/** What does not stand in the way, or not at this hook. */
export const isSkipped = (spot: Told, { stance }: Decision): boolean =>
  isJudged(spot) ? passes(spot) : stance === 'warning';

/** What to do. The early warning asks nobody to change what the gate may find to be right. */
export const advice = (spot: Told, { stance }: Decision): string =>
  !isJudged(spot) && stance === 'warning' ? LATER : spot.remediation;

export const isExempted = (spot: Told): boolean => isJudged(spot) && spot.verdict === 'EXEMPTED';

const rankOf = (spot: Told): number => {
  if (!isJudged(spot)) return 2;
  if (spot.verdict === 'BLOCKED') return spot.isExisting ? 1 : 0;
  return spot.verdict === 'EXISTING' ? 3 : 4;
};

/** All that a decision has to tell: what is new first, and what may pass last. */
export const tell = ({ findings, undetermined }: Decision): readonly Told[] =>
  [...findings, ...undetermined].sort((a, b) => rankOf(a) - rankOf(b));
