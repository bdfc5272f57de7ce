import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Leads each import of a folder's `index.ts` to the files that hold what is imported. The bundler decides by files what
 * is loaded together, so that a command would load all that its folders hold. `prepare`: what else to do to a source,
 * on as many lines.
 */
export const throughFaces = (prepare: (text: string) => string = String): Plugin => ({
  name: 'through-faces',
  setup: ({ onLoad }) => {
    const faces = new Map<string, Face>();
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = prepare(await readFile(path, 'utf8'));
      return { contents: text.replace(IMPORT, (...match) => rewrite(path, match, faces)), loader: 'ts' };
    });
  },
});

/** The file of each name that an `index.ts` passes on. */
type Face = ReadonlyMap<string, string>;

/** `import { a, type B } from '../value/index.ts';` and its like, as the formatter writes them. */
const IMPORT = /^(import|export) (type )?\{([^}]*)\} from '(\.[^']*\/index\.ts)';/gm;

const rewrite = (path: string, match: readonly string[], faces: Map<string, Face>): string => {
  const [statement = '', keyword, type = '', list = '', specifier = ''] = match;
  const face = join(dirname(path), specifier);
  const byFile = new Map<string, string[]>();
  for (const name of namesIn(list)) {
    const file = originOf(face, importedName(name), faces);
    // Of types alone, nothing is loaded.
    if (type === '' && !name.startsWith('type ')) byFile.set(file, [...(byFile.get(file) ?? []), name]);
  }
  const lines = [...byFile].map(
    ([file, names]) => `${keyword} { ${names.join(', ')} } from '${specifierOf(path, file)}';`,
  );
  // On as many lines as before, for the source map.
  return lines.join(' ') + '\n'.repeat(statement.split('\n').length - 1);
};

const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** `a` of `type a` and of `a as b`. */
const importedName = (name: string): string => name.replace(/^type /, '').replace(/ as .*$/, '');

/** What a face does not pass on, it holds. */
const originOf = (face: string, name: string, faces: Map<string, Face>): string => {
  const known = faces.get(face) ?? readFace(face);
  faces.set(face, known);
  const file = known.get(name) ?? face;
  return file !== face && file.endsWith('/index.ts') ? originOf(file, name, faces) : file;
};

const EXPORT = /^export (?:type )?\{([^}]*)\} from '([^']*)';/gm;

const readFace = (face: string): Face => {
  const passed = Array.from(readFileSync(face, 'utf8').matchAll(EXPORT), ([, list = '', specifier = '']) =>
    namesIn(list).map((name) => [importedName(name), join(dirname(face), specifier)] as const),
  );
  return new Map(passed.flat());
};

const specifierOf = (path: string, file: string): string => {
  const specifier = relative(dirname(path), file);
  return specifier.startsWith('.') ? specifier : `./${specifier}`;
};
