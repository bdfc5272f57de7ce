/** What an exemption covers; `*` stands for any characters, `?` for one. What is absent is not asked about. */
export interface ExemptionMatch {
  /** The id of a rule. */
  readonly rule?: string;
  readonly account?: string;
  readonly region?: string;
  readonly stackName?: string;
  readonly logicalId?: string;
  readonly resourceType?: string;
  /** Where the traffic may go, e.g. `10.0.0.0/8`. */
  readonly destination?: string;
}

/** Lets what it matches pass, although it violates the rule. exemptions.schema.json beside this file describes the document. */
export interface Exemption {
  readonly id: string;
  readonly reason: string;
  readonly approvedBy: string;
  /** Its last day, in UTC: `2027-01-31`. */
  readonly expires: string;
  readonly match: ExemptionMatch;
}
