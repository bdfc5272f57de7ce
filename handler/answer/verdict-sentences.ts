import { printable } from '../../rule/index.ts';
import type { AppliedExemption, JudgedFinding } from '../decide/index.ts';

/** Sentences beside the rule's message: why a finding passes, or why it nearly does. */
export function verdictSentences({ verdict, isExisting, movedFrom, exemption }: JudgedFinding): readonly string[] {
  if (verdict === 'EXISTING') return ['Warning: it stood there before this update, and passes for now.'];
  if (verdict === 'EXEMPTED' && exemption) return [exempted(exemption)];
  return [
    ...(isExisting ? ['It stood there before this update.'] : []),
    ...(movedFrom === undefined ? [] : [moved(movedFrom)]),
    ...(exemption ? [`Its exemption ${printable(exemption.id)} expired on ${exemption.expires}.`] : []),
  ];
}

const exempted = ({ id, expires, isExpiring, daysLeft }: AppliedExemption): string => {
  const until = `Exempted by ${printable(id)} until ${expires}`;
  return isExpiring ? `${until} only: ${daysText(daysLeft)}.` : `${until}.`;
};

const daysText = (daysLeft: number): string => {
  if (daysLeft === 0) return 'today';
  return `${daysLeft} more ${daysLeft === 1 ? 'day' : 'days'}`;
};

const moved = (logicalId: string): string =>
  `It stood in ${printable(logicalId)} before this update; what moves to another resource counts as new.`;
