import type { Finding } from '../rule.ts';
import { isCanonicalCidr } from './cidr.ts';
import type { Exemption } from './exemption.ts';
import { daysLeft } from './state.ts';

/** Where a finding is deployed to, as far as that is known: what is unknown, no pattern matches. */
export interface ExemptionFacts {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly stackName?: string | undefined;
}

/** The exemption that covers a finding, or else the one that did so last. */
export interface FoundExemption {
  readonly active?: Exemption;
  readonly lapsed?: Exemption;
}

/** Whether a pattern stands for a whole text. A mismatch goes back to the last `*` only, so that none takes long. */
export const matchesPattern = (pattern: string, text: string): boolean => {
  let [inPattern, inText, star, resume] = [0, 0, -1, 0];
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern;
      resume = inText;
      inPattern += 1;
    } else if (wanted === '?' || wanted === text[inText]) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0) {
      resume += 1;
      inText = resume;
      inPattern = star + 1;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
};

const matchesFact = (pattern: string | undefined, fact: string | undefined): boolean =>
  pattern === undefined || (fact !== undefined && matchesPattern(pattern, fact));

/** A block that EC2 would widen is none that a pattern could mean; `*` means any. */
const matchesDestination = (pattern: string | undefined, destination: string | null): boolean => {
  if (pattern === undefined) return true;
  const isMeant = (one: string): boolean =>
    pattern === '*' || ((!one.includes('/') || isCanonicalCidr(one)) && matchesPattern(pattern, one));
  return destination?.split(', ').every(isMeant) === true;
};

/** Those that ask about nothing but what is known of where a template is deployed to, and match it. */
export const exemptionsIn = (facts: ExemptionFacts, exemptions: readonly Exemption[]): readonly Exemption[] =>
  exemptions.filter(
    ({ match }) =>
      matchesFact(match.account, facts.account) &&
      matchesFact(match.region, facts.region) &&
      matchesFact(match.stackName, facts.stackName),
  );

type Matched = Pick<Finding, 'logicalId' | 'resourceType' | 'destination'>;

/** Like `findExemption`, where all are known to match where it is deployed to. */
export const findAmong = (finding: Matched, exemptions: readonly Exemption[], now: number): FoundExemption => {
  const longest = exemptions
    .filter(
      ({ match }) =>
        matchesFact(match.resourceType, finding.resourceType) &&
        matchesFact(match.logicalId, finding.logicalId) &&
        matchesDestination(match.destination, finding.destination),
    )
    .reduce<Exemption | undefined>((best, next) => (best && best.expires >= next.expires ? best : next), undefined);
  if (longest === undefined) return {};
  return daysLeft(longest, now) >= 0 ? { active: longest } : { lapsed: longest };
};

/** Of those that cover a finding, the one that lasts longest, and of equal ones the first, is the one that counts. */
export const findExemption = (
  finding: Matched,
  facts: ExemptionFacts,
  exemptions: readonly Exemption[],
  now: number,
): FoundExemption => findAmong(finding, exemptionsIn(facts, exemptions), now);
