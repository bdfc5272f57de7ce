import type { TemplateEvaluation } from '../../rule/library.ts';

/** What an independent oracle found at one egress `IpProtocol`; `line` and `col` are those of the key, 1-based. */
export interface ExpectedEntry {
  /** `literal-*`: must be a finding there. `value-*`, `opaque-*`: undetermined, unless resolving decides it. */
  readonly kind: string;
  readonly logicalId: string;
  readonly path: string;
  readonly line: number;
  readonly col: number;
}

/** By file name, relative to the folder of the templates. */
export type ExpectedFile = Readonly<Record<string, readonly ExpectedEntry[]>>;

interface Place {
  readonly logicalId: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const exactly = ({ logicalId, path, line, column }: Place): string => `${logicalId} ${path} ${line}:${column}`;

/** Inside what the oracle cannot look into, what resolving finds stands below its path. */
const isWithin = (place: Place, entry: ExpectedEntry): boolean =>
  place.logicalId === entry.logicalId && (place.path === entry.path || place.path.startsWith(`${entry.path}/`));

/** The oracle has no list of `all`, which is not a spelling of -1. */
const isNamedAll = (value: unknown): boolean => typeof value === 'string' && value.trim().toLowerCase() === 'all';

/** The differences between what the oracle found in a template and what the rule says of it, one line each. */
export const compare = (entries: readonly ExpectedEntry[], evaluation: TemplateEvaluation): string[] => {
  if (evaluation.unreadable) return [`unreadable: ${evaluation.unreadable.reason}`];
  const literal = entries.filter(({ kind }) => kind.startsWith('literal-'));
  const open = entries.filter(({ kind }) => !kind.startsWith('literal-'));
  const wanted = new Set(literal.map((entry) => exactly({ ...entry, column: entry.col })));
  const isExpected = (place: Place): boolean => open.some((entry) => isWithin(place, entry));
  const found = evaluation.findings.filter(({ value }) => !isNamedAll(value));
  const places = new Set(found.map(exactly));
  return [
    ...[...wanted].filter((place) => !places.has(place)).map((place) => `not found: ${place}`),
    ...found
      .filter((place) => !wanted.has(exactly(place)) && !isExpected(place))
      .map((place) => `not expected: ${exactly(place)}`),
    ...evaluation.undetermined
      .filter((place) => !isExpected(place))
      .map((place) => `not expected to be open: ${exactly(place)}`),
  ];
};
