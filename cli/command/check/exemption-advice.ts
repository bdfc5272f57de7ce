import { type Exemption, type ExemptionFacts, type FindingRecord, findExemption } from '../../../rule/index.ts';
import { countOf } from '../../terminal/index.ts';

/** What decides whether a finding is exempted. */
export interface ExemptionsGiven {
  readonly exemptions: readonly Exemption[];
  readonly facts: ExemptionFacts;
  readonly now: number;
}

/** What the values of `--pseudo` tell of where a template is deployed to. */
export function factsOf(pseudo: Readonly<Record<string, string>>): ExemptionFacts {
  return Object.fromEntries(factNames.map((name) => [name, pseudo[pseudoParameters[name]]]));
}

/** What to give so that more may be exempted; undefined where that would change nothing. */
export function adviceOn(findings: readonly FindingRecord[], { exemptions, facts, now }: ExemptionsGiven) {
  const eased = exemptions.map((exemption) => withoutMissing(exemption, facts));
  const likely = findings.flatMap((finding) => findExemption(finding, facts, eased, now).active?.id ?? []);
  if (likely.length === 0) return undefined;
  const ids = new Set(likely);
  const missing = new Set(exemptions.flatMap((one) => (ids.has(one.id) ? missingFacts(one, facts) : [])));
  const options = factNames.filter((name) => missing.has(name)).map((name) => `--pseudo ${pseudoParameters[name]}=...`);
  return `${countOf(likely.length, 'finding')} might be exempted: give ${options.join(' ')}`;
}

const factNames = ['account', 'region', 'stackName'] as const;

const pseudoParameters = { account: 'AWS::AccountId', region: 'AWS::Region', stackName: 'AWS::StackName' } as const;

/** An exemption as it would be if it did not ask about that. */
const withoutMissing = (exemption: Exemption, facts: ExemptionFacts): Exemption => {
  const missing: readonly string[] = missingFacts(exemption, facts);
  const known = Object.entries(exemption.match).filter(([name]) => !missing.includes(name));
  return { ...exemption, match: Object.fromEntries(known) };
};

type FactName = (typeof factNames)[number];

/** What an exemption asks about and nobody gave. */
const missingFacts = ({ match }: Exemption, facts: ExemptionFacts): FactName[] =>
  factNames.filter((name) => match[name] !== undefined && facts[name] === undefined);
