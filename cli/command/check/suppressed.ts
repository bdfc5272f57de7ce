import type { CheckOutcome } from '../../format/index.ts';
import { prepareSuppressions, type Suppression } from '../../suppression/index.ts';
import { countOf } from '../../terminal/index.ts';

type Finding = CheckOutcome['report']['findings'][number];

/** A finding, and what its template asks other tools about it. */
export interface Suppressed {
  readonly finding: Finding;
  readonly suppressions: readonly [Suppression, ...Suppression[]];
}

/** The findings that the templates ask other tools to be silent about. */
export function findSuppressed({ report, texts }: CheckOutcome): readonly Suppressed[] {
  return [...Map.groupBy(report.findings, ({ file }) => file)].flatMap(([file, findings]) => {
    const suppressionsOf = prepareSuppressions(texts.get(file) ?? '');
    return findings.flatMap((finding) => {
      const [first, ...others] = suppressionsOf(finding);
      return first === undefined ? [] : [{ finding, suppressions: [first, ...others] as const }];
    });
  });
}

/** That the hook does not care, in a line; undefined where nothing is suppressed. */
export function suppressedText(suppressed: readonly Suppressed[]): string | undefined {
  const [first] = suppressed;
  if (first === undefined) return undefined;
  const { file, line, logicalId } = first.finding;
  const names = new Set(suppressed.flatMap(({ suppressions }) => suppressions.map(({ tool, id }) => `${tool} ${id}`)));
  const what = `${countOf(suppressed.length, 'finding')} ${suppressed.length === 1 ? 'is' : 'are'} suppressed for other tools`;
  return `${what} (${[...names].join(', ')}; ${logicalId} in ${file}:${line}${suppressed.length > 1 ? ' is the first' : ''}): the hook does not honour this. Ask for an exemption; egress-guard exemptions from-templates drafts it.`;
}
