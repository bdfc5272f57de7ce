import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, realpath, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { checkAhead } from '../../../../cli/command/check/ahead.ts';
import { checkShare, shareWork, states } from '../../../../cli/command/check/share.ts';
import { BAD, filesIn, GOOD, group, reportOn, template } from '../../../support/check.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** As many as are checked on several threads. */
const MANY = 1600;

const NESTING = `Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ../inner/inner.yaml, Parameters: { Protocol: "-1" } }
`;

const INNER = `Parameters: { Protocol: { Type: String } }
Resources:
  Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: !Ref Protocol, CidrIp: 10.0.0.0/8 } }
`;

const TELL_START = "require('node:fs').writeFileSync(process.env.STARTED, '');";

const NOT_ASKED = 'Resources: { Bucket: { Type: AWS::S3::Bucket } }';

const SILENT = 'Resources: { Sg: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x } } }';

const kinds = [BAD, GOOD, NOT_ASKED, 'a: 1', SILENT, 'Resources: [ # AWS::EC2::SecurityGroup', NESTING, '\uFEFF- x'];

const contents = Array.from({ length: MANY }, (_, index) => kinds[index % kinds.length] ?? '');

const nameOf = (index: number): string => `many/${String(index).padStart(4, '0')}.yaml`;

const files = {
  ...Object.fromEntries(contents.map((text, index) => [nameOf(index), text])),
  'inner/inner.yaml': INNER,
};

const countOf = (text: string): number => contents.filter((one) => one === text).length;

describe('many files, on several threads', () => {
  test('come to the same as one by one, in the order of their names', async () => {
    const folder = await temporaryFolder(files);
    const many = await reportOn(['@/many'], { folder });
    const halves = await Promise.all(
      ['[01]0*', '[01][1-9]*'].map((half) => reportOn([`@/many/${half}.yaml`], { folder })),
    );
    expect(many.summary).toMatchObject({
      files: MANY + 1,
      findings: countOf(BAD) + 1,
      notes: countOf(SILENT),
      unreadable: countOf('Resources: [ # AWS::EC2::SecurityGroup'),
    });
    expect(halves.map(({ summary }) => summary.files).every((count) => count < 1500)).toBe(true);
    for (const list of ['findings', 'undetermined', 'notes', 'unreadable'] as const) {
      const apart = halves.flatMap((half) => half[list].map((one) => JSON.stringify(one)));
      expect(new Set(many[list].map((one) => JSON.stringify(one)))).toEqual(new Set(apart));
    }
    const found = filesIn(many.findings).filter((file) => !file.endsWith('inner.yaml'));
    expect(found).toEqual(found.toSorted());
    expect(many.code).toBe(2);
  });

  test('come to the same with the help of threads as without', async () => {
    const folder = await temporaryFolder(files);
    const found = contents.map((_, index) => ({ path: join(folder, nameOf(index)), isNamed: false }));
    const told: number[] = [];
    const run = { settings: {}, input: Buffer.alloc(0), onProgress: (count: number) => told.push(count) };
    const [alone, together] = [await checkAhead(found, run, Number.POSITIVE_INFINITY), await checkAhead(found, run, 0)];
    expect(together.size).toBe(MANY);
    expect([...together.values()]).toEqual([...alone.values()].map((checked) => structuredClone(checked)));
    expect(Math.max(...told)).toBe(MANY);
  });

  test('are all checked where a thread fails', async () => {
    const dist = await temporaryFolder({});
    await cp(await realpath('dist'), dist, { recursive: true });
    await writeFile(join(dist, 'cli/thread.js'), `${TELL_START}\nthrow new Error("a thread that cannot start");`);
    // So much that it takes long enough for threads to be started.
    const large = template(
      ...Array.from({ length: 60 }, (_, index) => group(`Sg${index}`, index === 0 ? '-1' : 'tcp')),
    );
    const folder = await temporaryFolder(Object.fromEntries(contents.map((_, index) => [nameOf(index), large])));
    const args = [join(dist, 'cli/index.js'), 'check', join(folder, 'many'), '--summary'];
    const env = { STARTED: join(dist, 'started') };
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    expect({ status, stdout }).toEqual({ status: 1, stdout: `${MANY} findings in ${MANY} templates.\n` });
    if (availableParallelism() > 1) expect(existsSync(env.STARTED)).toBe(true);
  });
});

describe('a share of the work', () => {
  const shared = async (count: number) => {
    const names = Array.from({ length: count }, (_, index) => nameOf(index));
    const folder = await temporaryFolder(Object.fromEntries(names.map((name, index) => [name, contents[index] ?? ''])));
    const found = contents.slice(0, count).map((_, index) => ({ path: join(folder, nameOf(index)), isNamed: false }));
    return shareWork(found, {}, Buffer.alloc(0));
  };

  test('is every file that nobody else took, and what it came to', async () => {
    const work = await shared(100);
    work.taken[0] = 64;
    const told = checkShare(work);
    expect([...told.keys()].every((index) => index >= 64)).toBe(true);
    const kindsOf = [states.told, states.told, states.clean, states.noTemplate, states.told, states.told, states.told];
    expect([...work.states.subarray(64, 71)]).toEqual(kindsOf);
    expect([...work.states.subarray(0, 64)].every((state) => state === states.unknown)).toBe(true);
  });

  test.each(['cli/command/check/thread.ts', 'dist/cli/thread.js'])('is done by the thread of %s', async (path) => {
    const work = await shared(100);
    const worker = new Worker(resolve(path));
    const ended = once(worker, 'exit');
    worker.postMessage(work);
    const [told] = await once(worker, 'message');
    expect(await ended).toEqual([0]);
    expect(told).toEqual(checkShare({ ...(await shared(100)), files: work.files }));
    expect([...work.states].every((state) => state !== states.unknown)).toBe(true);
  });

  test('is nothing where all is taken', async () => {
    const work = await shared(10);
    work.taken[0] = 32;
    expect(checkShare(work)).toEqual(new Map());
  });

  test('tells how far it is, and never more than there is', async () => {
    const work = await shared(100);
    const told: number[] = [];
    checkShare(work, (count) => told.push(count));
    expect(told).toEqual([32, 64, 96, 100]);
  });
});
