import { createHash } from 'node:crypto';
import { parseDocument, Scalar } from 'yaml';
import { version } from '../../rule/index.ts';

/** The code of each function, CommonJS, by the logical id of its resource. */
export type Bundles = Readonly<Record<string, string>>;

/**
 * Makes the template that deploys anywhere by itself: `template` (YAML) with the bundles as inline code, and the version and
 * each bundle's SHA-256 in its Metadata.
 * @throws where `template` is not YAML
 */
export function inlineBundles(template: string, bundles: Bundles): string {
  const document = parseDocument(template, { logLevel: 'error' });
  if (document.errors[0] !== undefined) throw document.errors[0];
  for (const [logicalId, bundle] of Object.entries(bundles))
    document.setIn(['Resources', logicalId, 'Properties', 'Code', 'ZipFile'], blockOf(bundle));
  document.setIn(['Metadata', 'EgressGuard'], {
    Version: version,
    BundleSha256: Object.fromEntries(Object.entries(bundles).map(([logicalId, bundle]) => [logicalId, sha256(bundle)])),
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const blockOf = (text: string): Scalar => {
  const block = new Scalar(text);
  block.type = Scalar.BLOCK_LITERAL;
  return block;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
