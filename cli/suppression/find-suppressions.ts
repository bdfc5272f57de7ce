import { isObject, isTemplate, type JsonObject, own, readDocuments, UnreadableError } from '../../rule/index.ts';
import { suppressionsInComments, suppressionsOfFile } from './in-comments.ts';
import { suppressionsIn } from './in-metadata.ts';
import { namesElsewhere, type Suppression } from './suppression.ts';

/** A finding in a file, as far as it matters here. */
interface Spot {
  readonly ruleId: string;
  readonly logicalId: string;
  /** That of the key that is marked, 1-based. */
  readonly line: number;
}

/** Tells of a finding in a text which other tools the text asks to be silent about it. */
export type FindSuppressions = (spot: Spot) => readonly Suppression[];

/** Prepares to find in a text what it asks other tools to be silent about. */
export function prepareSuppressions(text: string): FindSuppressions {
  if (!MENTIONED.test(text)) return () => [];
  const resources = resourcesOf(text);
  const lines = text.split(/\r\n|\n|\r/);
  const ofFile = suppressionsOfFile(lines);
  return ({ ruleId, logicalId, line }) => {
    const metadata = metadataOf(resources, logicalId);
    const all = [
      ...(metadata === undefined ? [] : suppressionsIn(metadata)),
      ...suppressionsInComments(lines.slice(startOf(lines, logicalId, line), line)),
      ...ofFile,
    ];
    return all.filter((one) => isAbout(one, ruleId));
  };
}

/** Any of the words by which other tools are asked. */
const MENTIONED = /cfn_nag|SuppressedRules|checkov|kics-scan|trivy:ignore/i;

const resourcesOf = (text: string): JsonObject => {
  try {
    const [document] = readDocuments(text);
    const resources = document !== undefined && isTemplate(document) ? own(document.value, 'Resources') : undefined;
    return isObject(resources) ? resources : {};
  } catch (error) {
    if (error instanceof UnreadableError) return {};
    throw error;
  }
};

const metadataOf = (resources: JsonObject, logicalId: string): JsonObject | undefined => {
  const resource = own(resources, logicalId);
  const metadata = isObject(resource) ? own(resource, 'Metadata') : undefined;
  return isObject(metadata) ? metadata : undefined;
};

/** The line above the one in which a resource begins, 0-based: a comment there is about it. */
const startOf = (lines: readonly string[], logicalId: string, line: number): number => {
  const before = lines.slice(0, line).map((text) => text.trim().replace(/^(["'])(.*?)\1(?=\s*:)/, '$2'));
  const first = before.findLastIndex((text) => text === `${logicalId}:` || text.startsWith(`${logicalId}: `));
  return Math.max(first - 1, 0);
};

/** All of KICS's rules at once are about ours, too. */
const isAbout = ({ tool, id }: Suppression, ruleId: string): boolean =>
  (tool === 'KICS' && id.startsWith('ignore')) ||
  (Object.hasOwn(namesElsewhere, ruleId) && namesElsewhere[ruleId]?.[tool]?.includes(id) === true);
