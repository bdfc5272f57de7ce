import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.ts';
import { comparePairs } from './measure.ts';
import { VERSIONS } from './peer-versions.ts';
import { type Command, peakOf, timeOf } from './process.ts';
import { fasterRow, type Row } from './row.ts';
import { usualTemplate, writeGroupTemplates } from './templates.ts';

const here = import.meta.dirname;

/** A peer as it is found in the folder that `install-peers.ts` fills. */
interface Peer {
  readonly name: string;
  /** Below that folder. */
  readonly path: string;
  /** The work that it does best; `rule` is a file with our rule for cfn-guard, `root` the folder of the peers. */
  readonly check: (target: string, rule: string, root: string) => readonly string[];
  /** How it ends where it finds the violation, or, having no such rule, anything. */
  readonly codes: readonly number[];
  /** Whether it is asked about a folder; the others take minutes for it. */
  readonly isForMany: boolean;
}

/** What was found of the peers, and what was not. */
export interface Found {
  readonly rows: readonly Row[];
  readonly versions: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
}

/** Compares with the peers that are there; `templates`: a folder of real ones, each with a group. */
export async function measurePeers(
  folder: string,
  peersFolder: string | undefined,
  templates?: string,
): Promise<Found> {
  const found = peers.flatMap((peer) => {
    const program = join(peersFolder ?? '', peer.path);
    return peersFolder !== undefined && existsSync(program) ? [{ ...peer, program, root: peersFolder }] : [];
  });
  const missing = peers.filter(({ name }) => !found.some((peer) => peer.name === name));
  const leftOut = missing.map(({ name }) => `${name} (not installed)`);
  const targets = makeTargets(folder, templates);
  const rows: Row[] = [];
  for (const peer of found) {
    try {
      rows.push(...(await measurePeer(peer, targets)));
    } catch (error) {
      leftOut.push(`${peer.name} (${error instanceof Error ? error.message : error})`);
    }
  }
  return { rows, versions: versionsIn(peersFolder), leftOut };
}

interface Targets {
  readonly one: string;
  readonly many: string;
  readonly rule: string;
}

const MANY = 10_000;

const makeTargets = (folder: string, templates: string | undefined): Targets => {
  const [one, made] = [join(folder, 'peer.yaml'), join(folder, 'with-groups')];
  // A text, as CDK writes it: not every peer reads a number.
  writeFileSync(one, usualTemplate('"-1"'));
  if (templates === undefined) {
    mkdirSync(made);
    writeGroupTemplates(made, MANY);
  }
  return { one, rule: join(here, 'all-protocols.guard'), many: templates ?? made };
};

/** What was installed, by the names of the peers. */
const versionsIn = (root: string | undefined): Readonly<Record<string, string>> => {
  const path = join(root ?? '', VERSIONS);
  return root !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
};

const measurePeer = async (
  { name, program, root, check: argsOf, codes, isForMany }: Peer & { readonly program: string; readonly root: string },
  { one, many, rule }: Targets,
): Promise<readonly Row[]> => {
  const ask = (target: string): Command => [program, ...argsOf(target, rule, root)];
  const few = await comparePairs(
    5,
    () => timeOf(check(one), 1),
    () => timeOf(ask(one), ...codes),
  );
  const rows = [
    fasterRow({ what: 'check of one template with a violation, times faster', against: name, goal: 1 }, few),
  ];
  if (!isForMany) return rows;
  const all = await comparePairs(
    1,
    () => timeOf(check(many), 1, ...UNREADABLE),
    () => timeOf(ask(many), ...codes, ...UNREADABLE),
  );
  const [ours, theirs] = [await peakOf(check(many)), await peakOf(ask(many))];
  const what = 'check of a folder whose templates all hold groups';
  rows.push(fasterRow({ what: `${what}, times faster`, against: name, goal: 10 }, all));
  if (ours === undefined || theirs === undefined) return rows;
  return [
    ...rows,
    { what: `${what}, memory`, against: `a quarter of ${name}`, goal: theirs / 4, unit: 'MB', value: ours },
  ];
};

/** Of real templates, some may be none that can be read: 2 of ours, 5 of cfn-guard's. */
const UNREADABLE = [2, 5];

const peers: readonly Peer[] = [
  {
    name: 'cfn-guard',
    path: 'cargo/bin/cfn-guard',
    check: (target, rule) => ['validate', '--rules', rule, '--data', target, '--show-summary', 'none'],
    codes: [19],
    isForMany: true,
  },
  {
    name: 'cloudformation-validate',
    path: 'python/bin/python3',
    check: (target, rule) => [join(here, 'cloudformation-validate.py'), target, rule],
    codes: [19],
    isForMany: false,
  },
  {
    name: 'cfn-lint (its own rules: it has none of ours)',
    path: 'python/bin/cfn-lint',
    check: (target) => [target],
    codes: [0, 4, 6],
    isForMany: false,
  },
  {
    name: 'KICS (this query alone)',
    path: 'kics/bin/console',
    check: (target, _rule, root) => [
      ...['scan', '--path', target, ...KICS_OPTIONS],
      ...['--queries-path', join(root, 'kics/assets/queries'), '--libraries-path', join(root, 'kics/assets/libraries')],
    ],
    codes: [40],
    isForMany: false,
  },
];

/** KICS looks for its queries in the working folder, unless it is told where they are. */
const KICS_OPTIONS = [
  ...['--include-queries', 'ee464fc2-54a6-4e22-b10a-c6dcd2474d0c', '--type', 'CloudFormation'],
  ...['--no-progress', '--silent', '--disable-secrets'],
];
