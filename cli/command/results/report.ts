import type { DetailedResult, Outcome, ResultAnnotation } from '../../../infra/aws/index.ts';
import { printable } from '../../../rule/index.ts';
import { layTable, type Terminal } from '../../terminal/index.ts';

/** One line a result. */
export function resultsTable(results: readonly DetailedResult[], paint: Paint): string {
  return layTable(
    HEADER,
    results.map((result) => ({ cells: cellsOf(result), paint: colours[result.outcome] })),
    paint,
  );
}

/** A result whole: the line of the table, and what the hook said. */
export function resultBlock(result: DetailedResult, paint: Paint): string {
  const head = cellsOf(result)
    .filter((cell) => cell !== '-')
    .map((cell) => printable(cell, 300))
    .join('  ');
  const lines = [
    ...(result.reason === undefined ? [] : [result.reason]),
    ...(result.annotations ?? []).flatMap(annotationLines),
  ];
  const details = lines.map((line) => `  ${printable(line, MAX_TEXT)}\n`).join('');
  return `${paint(colours[result.outcome], head)}\n${details}`;
}

/** Whether a result says more than that nothing was found. */
export function hasMore({ outcome, annotations = [] }: DetailedResult): boolean {
  return outcome !== 'succeeded' || annotations.length > 0;
}

type Paint = Terminal['paint'];

const HEADER = ['INVOKED (UTC)', 'OUTCOME', 'HOOK', 'ACTION', 'TARGET', 'STACK'];

const colours = { failed: 'red', error: 'red', succeeded: 'green', 'in-progress': 'yellow' } as const satisfies Record<
  Outcome,
  Parameters<Paint>[0]
>;

const cellsOf = (result: DetailedResult): string[] => [
  timeText(result.invokedAt),
  outcomeText(result),
  shortName(result.hook),
  result.action ?? '-',
  targetText(result) || '-',
  stackName(result.executionTarget) || '-',
];

const timeText = (iso = ''): string => (iso === '' ? '-' : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`);

const outcomeText = (result: DetailedResult): string => `${result.outcome}${isWarning(result) ? ' (warned)' : ''}`;

const isWarning = ({ outcome, failureMode }: DetailedResult): boolean =>
  failureMode === 'WARN' && (outcome === 'failed' || outcome === 'error');

/** `Private::EgressGuard::Resource`, of which only the last part differs. */
const shortName = (hook: string): string => hook.slice(hook.lastIndexOf(':') + 1);

/** What was asked about: a resource by type and logical id, a stack or a change set by its name. */
const targetText = ({ targetTypeName, targetType = '', targetId = '' }: DetailedResult): string => {
  const [, kind, name] = /:(stack|changeSet)\/([^/]+)\//.exec(targetId) ?? [];
  return `${targetTypeName ?? targetType} ${kind === undefined ? targetId : name}`.trim();
};

/** `egress-app` of a stack's ARN; anything else as it is. */
const stackName = (target = ''): string => /:stack\/([^/]+)\//.exec(target)?.[1] ?? target;

const MAX_TEXT = 4000;

const annotationLines = ({ name = '', status, message, remediation, link }: ResultAnnotation): string[] => [
  `- ${status ?? 'UNKNOWN'} ${name}${message === undefined ? '' : `: ${message}`}`,
  ...(remediation === undefined ? [] : [`  Remediation: ${remediation}`]),
  ...(link === undefined ? [] : [`  ${link}`]),
];
