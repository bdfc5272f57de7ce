import { type ExemptedBy, type Location, type LocationRecord, printable, rules, version } from '../../rule/index.ts';
import { countOf } from '../terminal/index.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { describeRule, levelOf } from './sarif-rule.ts';

type Located = LocationRecord<Location>;

/** A location to be told as a result, with what covers it; `open`: it could not be decided. */
export interface SarifInput<Spot extends Located> {
  readonly kind: 'fail' | 'open';
  readonly spot: Spot & Partial<ExemptedBy>;
  /** A baseline has it. */
  readonly isKnown?: boolean;
}

/** How a report tells the parts of a run that depend on where its templates come from. */
export interface SarifDialect<Spot extends Located> {
  /** What a location is in, the same in the next run. */
  readonly placeOf: (spot: Spot) => string;
  readonly physicalLocation: (spot: Spot) => object;
  /** Stands before the path in the qualified name of the location. */
  readonly prefixOf?: (spot: Spot) => string;
  readonly properties?: (spot: Spot) => object;
  /** The keys that fingerprints get. */
  readonly fingerprints: readonly string[];
  /** Either every result of a run has the list of what suppresses it, were it empty, or none: SARIF 2.1.0, section 3.27.23. */
  readonly hasSuppressions: boolean;
}

/** Something that could not be read. */
export interface SarifFault {
  readonly text: string;
  readonly physicalLocation: object;
}

/** A log of SARIF 2.1.0 with one run; at most 25,000 results, which is what GitHub code scanning takes. */
export function formatSarifLog<Spot extends Located>(
  inputs: readonly SarifInput<Spot>[],
  dialect: SarifDialect<Spot>,
  faults: readonly SarifFault[],
  run: object = {},
): string {
  const { results, notifications } = limit(describeResults(inputs, dialect));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Egress Guard', version, rules: rules.map(({ meta }) => describeRule(meta)) } },
        ...run,
        invocations: [
          {
            executionSuccessful: faults.length === 0,
            toolExecutionNotifications: [...faults.map(notification), ...notifications],
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** One result for each location. */
const describeResults = <Spot extends Located>(
  inputs: readonly SarifInput<Spot>[],
  dialect: SarifDialect<Spot>,
): readonly object[] => {
  const spots = inputs.map(({ spot }) => spot);
  const fingerprints = fingerprintsOf(spots, dialect.placeOf);
  return inputs.map((input, index) => ({
    ...describeResult(input, dialect, fingerprints[index] ?? ''),
    ...(dialect.hasSuppressions && { suppressions: suppressionsOf(input) }),
  }));
};

/** More than any real name, reason or pointer has; longer ones are hostile. */
const MAX_TEXT = 2000;

const describeResult = <Spot extends Located>(
  { kind, spot }: SarifInput<Spot>,
  { physicalLocation, prefixOf = () => '', properties = () => ({}), fingerprints }: SarifDialect<Spot>,
  fingerprint: string,
): object => ({
  ruleId: spot.ruleId,
  ruleIndex: rules.findIndex(({ meta }) => meta.id === spot.ruleId),
  // SARIF gives a level to no kind but `fail`.
  kind,
  level: kind === 'fail' ? levelOf(spot.severity) : 'none',
  message: { text: `${spot.message} ${spot.remediation}` },
  locations: [
    {
      physicalLocation: physicalLocation(spot),
      logicalLocations: [
        {
          name: printable(spot.logicalId, MAX_TEXT),
          fullyQualifiedName: printable(`${prefixOf(spot)}${spot.path}`, MAX_TEXT),
          kind: 'resource',
        },
      ],
    },
  ],
  partialFingerprints: Object.fromEntries(fingerprints.map((key) => [key, fingerprint])),
  properties: {
    resourceType: spot.resourceType,
    ...(spot.construct !== undefined && { construct: printable(spot.construct, MAX_TEXT) }),
    ...properties(spot),
    ...(spot.condition !== undefined && { condition: printable(spot.condition, MAX_TEXT) }),
  },
});

const suppressionsOf = ({
  spot: { exemption },
  isKnown = false,
}: {
  readonly spot: Partial<ExemptedBy>;
  readonly isKnown?: boolean;
}): readonly object[] => {
  if (isKnown) return [{ kind: 'external', status: 'accepted', justification: 'The baseline knows it.' }];
  if (exemption === undefined) return [];
  const { id, expires, reason, approvedBy } = exemption;
  const why = `${reason} (exemption ${id}, approved by ${approvedBy}, until ${expires})`;
  return [{ kind: 'external', status: 'accepted', justification: printable(why, MAX_TEXT) }];
};

const notification = ({ text, physicalLocation }: SarifFault): object => ({
  level: 'error',
  message: { text: printable(text, MAX_TEXT) },
  locations: [{ physicalLocation }],
});

/** https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const MAX_RESULTS = 25_000;

const limit = (results: readonly object[]): { results: readonly object[]; notifications: readonly object[] } => {
  const left = results.length - MAX_RESULTS;
  if (left <= 0) return { results, notifications: [] };
  const text = `${countOf(left, 'more result')} left out: a run may have ${MAX_RESULTS}. --format json has all.`;
  return { results: results.slice(0, MAX_RESULTS), notifications: [{ level: 'warning', message: { text } }] };
};
