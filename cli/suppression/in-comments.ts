import type { Suppression } from './suppression.ts';

/** What the comments in these lines of YAML ask other tools to be silent about. */
export function suppressionsInComments(lines: readonly string[]): readonly Suppression[] {
  return lines.flatMap((line) => {
    const at = line.indexOf('#');
    return at < 0 ? [] : forms.flatMap((form) => form(line.slice(at)));
  });
}

/** What comments anywhere in a file ask KICS about all of it. */
export function suppressionsOfFile(lines: readonly string[]): readonly Suppression[] {
  return lines.flatMap((line) => {
    const [, all, ids] = /#\s*kics-scan\s+(?:(ignore)\s*$|disable=(\S+))/.exec(line) ?? [];
    if (all !== undefined) return [{ tool: 'KICS' as const, id: 'ignore' }];
    return (ids?.split(',') ?? []).map((id) => ({ tool: 'KICS' as const, id }));
  });
}

const forms: readonly ((comment: string) => readonly Suppression[])[] = [
  (comment) => {
    const [, id, reason] = /#\s*checkov:skip=([\w-]+)(?::\s*(.*\S))?/.exec(comment) ?? [];
    return id === undefined ? [] : [{ tool: 'checkov', id, ...(reason !== undefined && { reason }) }];
  },
  (comment) => {
    const [, how] = /#\s*kics-scan\s+(ignore-line|ignore-block)/.exec(comment) ?? [];
    return how === undefined ? [] : [{ tool: 'KICS', id: how }];
  },
  (comment) =>
    [...comment.matchAll(/#\s*trivy:ignore:((?:AVD-)?AWS-\d+)/gi)].map(([, id = '']) => ({
      tool: 'trivy' as const,
      id: id.toUpperCase(),
    })),
];
