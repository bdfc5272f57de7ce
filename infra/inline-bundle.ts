import { createHash } from 'node:crypto';
import { parseDocument, Scalar } from 'yaml';
import { version } from '../rule/version.ts';

/** The resource of template.yaml whose code is the bundle. */
const CODE = ['Resources', 'Function', 'Properties', 'Code', 'ZipFile'];

/**
 * Makes the template that deploys anywhere by itself: `template` (YAML) with `bundle` (CommonJS) as its inline code, and
 * the version and the bundle's SHA-256 in its Metadata.
 * @throws where `template` is not YAML
 */
export const inlineBundle = (template: string, bundle: string): string => {
  const document = parseDocument(template, { logLevel: 'error' });
  if (document.errors[0] !== undefined) throw document.errors[0];
  const code = new Scalar(bundle);
  code.type = Scalar.BLOCK_LITERAL;
  document.setIn(CODE, code);
  document.setIn(['Metadata', 'EgressGuard'], {
    Version: version,
    BundleSha256: createHash('sha256').update(bundle).digest('hex'),
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
};
