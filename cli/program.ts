import { fstatSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type Terminal, writeAll } from './terminal/index.ts';

/** Runs the command line of this process. */
export async function runProgram(env: Environment): Promise<void> {
  const { main } = await import('./main.ts');
  const terminal = makeTerminal(mayPaint(env));
  process.exitCode = await main(argv.slice(2), terminal, join(import.meta.dirname, '..'));
}

type Environment = Readonly<Record<string, string | undefined>>;

// The global, and not node:process: importing that opens all three streams.
const { argv } = process;

const STANDARD_OUTPUT = 1;

const STANDARD_ERROR = 2;

const makeTerminal = (hasColours: boolean): Terminal => ({
  out: (text) => writeAll(STANDARD_OUTPUT, text),
  err: (text) => writeAll(STANDARD_ERROR, text),
  ask,
  input: async () => (await import('node:stream/consumers')).buffer(process.stdin),
  get isInteractive() {
    return isTerminal(STANDARD_ERROR);
  },
  get columns() {
    return isTerminal(STANDARD_OUTPUT) ? process.stdout.columns : undefined;
  },
  paint: (format, text) => (hasColours ? styleText(format, text, { validateStream: false }) : text),
});

const STANDARD_INPUT = 0;

/** Ctrl-C and Ctrl-D at a question end it without an answer, which is no, and let the command clean up. */
const ask = async (question: string): Promise<string | undefined> => {
  if (!isTerminal(STANDARD_INPUT)) return undefined;
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    const giveUp = (): void => {
      writeAll(STANDARD_ERROR, '\n');
      resolve('');
    };
    lines.once('close', giveUp);
    lines.question(question, (answer) => {
      lines.off('close', giveUp).close();
      resolve(answer);
    });
  });
};

/** Asks Node only where it may be: the module that knows loads 25 others. */
const isTerminal = (descriptor: number): boolean => {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && !isNull(stats) && process.getBuiltinModule('node:tty').isatty(descriptor);
  } catch {
    return false;
  }
};

/** Where output is thrown away, and no terminal. On Windows there is no such file. */
const isNull = ({ rdev }: Stats): boolean => statSync('/dev/null', { throwIfNoEntry: false })?.rdev === rdev;

/** https://no-color.org and https://force-color.org: what is forced is asked for, wherever the output goes. */
const mayPaint = (env: Environment): boolean => isForced(env['FORCE_COLOR']) || mayPaintAt(env);

const isForced = (value: string | undefined): boolean => value !== undefined && !/^(0|false)?$/.test(value);

const mayPaintAt = (env: Environment): boolean =>
  env['FORCE_COLOR'] !== '0' && !env['NO_COLOR'] && env['TERM'] !== 'dumb' && isTerminal(STANDARD_OUTPUT);
