import { EXPIRING_DAYS, type Exemption, type ExemptionState, stateOf } from '../../../rule/index.ts';

/** How many exemptions there are, and of each state; `active` are those that do not expire soon. */
export interface ExemptionsSummary {
  readonly exemptions: number;
  readonly active: number;
  readonly expiring: number;
  readonly expired: number;
}

export function summarize(exemptions: readonly Exemption[], now: number): ExemptionsSummary {
  const states = exemptions.map((exemption) => stateOf(exemption, now));
  const count = (state: ExemptionState): number => states.filter((one) => one === state).length;
  return {
    exemptions: exemptions.length,
    active: count('ACTIVE'),
    expiring: count('EXPIRING'),
    expired: count('EXPIRED'),
  };
}

export function summaryText({ active, expiring, expired }: ExemptionsSummary): string {
  return `${active} active, ${expiring} expiring within ${EXPIRING_DAYS} days, ${expired} expired`;
}
