import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The local file that a `TemplateURL` names before the template is packaged; undefined of an address elsewhere. */
export function nestedFile(url: string, from: string): string | undefined {
  if (url.startsWith('file://')) return pathOf(url);
  return url === '' || /^[a-z][a-z0-9+.-]*:/i.test(url) || from === '-' ? undefined : resolve(dirname(from), url);
}

/** The path of a `file:` URL; undefined where it names another host, or nothing that a path can be. */
const pathOf = (url: string): string | undefined => {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
};
