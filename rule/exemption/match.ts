import type { Destination, Finding } from '../rule.ts';
import { addressText, holdsReference, readCidr } from '../value/index.ts';
import type { Exemption } from './exemption.ts';
import { daysLeft } from './expiry.ts';

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
export function matchesPattern(pattern: string, text: string): boolean {
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
}

/** Those that ask about nothing but what is known of where a template is deployed to, and match it. */
export function exemptionsIn(facts: ExemptionFacts, exemptions: readonly Exemption[]): readonly Exemption[] {
  return exemptions.filter(
    ({ match }) =>
      matchesFact(match.account, facts.account) &&
      matchesFact(match.region, facts.region) &&
      matchesFact(match.stackName, facts.stackName),
  );
}

/** Like `findExemption`, where all are known to match where it is deployed to. */
export function findAmong(finding: Matched, exemptions: readonly Exemption[], now: number): FoundExemption {
  const longest = exemptions
    .filter(
      ({ match }) =>
        matchesFact(match.rule, finding.ruleId) &&
        matchesFact(match.resourceType, finding.resourceType) &&
        matchesFact(match.logicalId, finding.logicalId) &&
        matchesDestinations(match.destination, finding.destinations),
    )
    .reduce<Exemption | undefined>((best, next) => (best && best.expires >= next.expires ? best : next), undefined);
  if (longest === undefined) return {};
  return daysLeft(longest, now) >= 0 ? { active: longest } : { lapsed: longest };
}

/** Of those that cover a finding, the one that lasts longest, and of equal ones the first, is the one that counts. */
export function findExemption(
  finding: Matched,
  facts: ExemptionFacts,
  exemptions: readonly Exemption[],
  now: number,
): FoundExemption {
  return findAmong(finding, exemptionsIn(facts, exemptions), now);
}

const matchesFact = (pattern: string | undefined, fact: string | undefined): boolean =>
  pattern === undefined || (fact !== undefined && matchesPattern(pattern, fact));

type Matched = Pick<Finding, 'ruleId' | 'logicalId' | 'resourceType' | 'destinations'>;

const matchesDestinations = (pattern: string | undefined, destinations: readonly Destination[]): boolean =>
  pattern === undefined ||
  (destinations.length > 0 && destinations.every((destination) => coversDestination(pattern, destination)));

/** `*` means any, whatever is written there. */
const coversDestination = (pattern: string, { value }: Destination): boolean => {
  if (pattern === '*') return true;
  if (typeof value !== 'string' || holdsReference(value)) return false;
  return value.includes('/') ? coversBlock(pattern, value) : matchesPattern(pattern, value);
};

/** A pattern means a block where it matches its last address as well as its first; EC2 keeps no other than canonical ones. */
const coversBlock = (pattern: string, text: string): boolean => {
  const cidr = readCidr(text);
  if (cidr?.isCanonical !== true || !matchesPattern(pattern, text)) return false;
  const last = `${addressText(cidr.last, cidr.size)}/${cidr.prefix}`;
  return pattern === text || matchesPattern(openHostPart(pattern, cidr.prefix), last);
};

/** Where a pattern spells out host parts as zeros, any address of the block stands there: `10.2?.0.0/16`. */
const openHostPart = (pattern: string, prefix: number): string => {
  const [address = '', ...length] = pattern.split('/');
  const parts = address.split('.');
  if (parts.length !== 4) return pattern;
  const opened = parts.map((part, index) => (part === '0' && index * 8 >= prefix ? '*' : part));
  return [opened.join('.'), ...length].join('/');
};
