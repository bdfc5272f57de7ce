import { resolve } from 'node:path';
import { main } from '../../cli/main.ts';
import { type Files, temporaryFolder } from './temporary-folder.ts';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Given {
  readonly files?: Files;
  /** Standard input. */
  readonly input?: string;
  /** What the person at the terminal answers, in turn; without it nobody is there. */
  readonly answers?: readonly string[];
}

/** Runs the command line in this process; `@/` in an argument, and in what is printed, is the folder of the files. */
export const run = async (
  args: readonly string[],
  { files = {}, input = '', answers = [] }: Given = {},
): Promise<Run> => {
  const folder = await temporaryFolder(files);
  const printed = { out: '', err: '' };
  const print = (stream: 'out' | 'err') => (text: string) => {
    printed[stream] += text.replaceAll(`${folder}/`, '@/');
  };
  const left = [...answers];
  const terminal = {
    ask: async (question: string) => {
      print('err')(question);
      return left.shift();
    },
    out: print('out'),
    err: print('err'),
    input: async () => Buffer.from(input),
    isInteractive: false,
    paint: (_format: unknown, text: string) => text,
  };
  const code = await main(
    args.map((argument) => argument.replaceAll('@/', `${folder}/`)),
    terminal,
    resolve('dist'),
  );
  return { code, ...printed };
};
