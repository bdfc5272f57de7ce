import { printable } from '../../rule/index.ts';
import type { AppliedExemption, JudgedFinding } from '../decide/index.ts';

/** Sentences beside the rule's message: why a finding passes, or why it nearly does. */
export function verdictSentences({ verdict, isExisting, movedFrom, exemption }: JudgedFinding): readonly string[] {
  if (verdict === 'EXISTING') return [messages.tolerated];
  if (verdict === 'EXEMPTED' && exemption)
    return [exemption.isExpiring ? messages.expiring(exemption) : messages.exempted(exemption)];
  return [
    ...(isExisting ? [messages.stoodBefore] : []),
    ...(movedFrom === undefined ? [] : [messages.moved(movedFrom)]),
    ...(exemption ? [messages.lapsed(exemption)] : []),
  ];
}

const daysOf = ({ daysLeft }: AppliedExemption): string => {
  if (daysLeft === 0) return 'today';
  return `${daysLeft} more ${daysLeft === 1 ? 'day' : 'days'}`;
};

const messages = {
  stoodBefore: 'It stood there before this update.',
  tolerated: 'Warning: it stood there before this update, and passes for now.',
  moved: (logicalId: string) =>
    `It stood in ${printable(logicalId)} before this update; what moves to another resource counts as new.`,
  exempted: ({ id, expires }: AppliedExemption) => `Exempted by ${printable(id)} until ${expires}.`,
  expiring: (exemption: AppliedExemption) =>
    `Exempted by ${printable(exemption.id)} until ${exemption.expires} only: ${daysOf(exemption)}.`,
  lapsed: ({ id, expires }: AppliedExemption) => `Its exemption ${printable(id)} expired on ${expires}.`,
};
