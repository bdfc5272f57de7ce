import { relative } from 'node:path';
import type { CheckReport } from '../../cli/format/check-report.ts';
import { main } from '../../cli/main.ts';
import type { Run } from './command-line.ts';
import { type Files, temporaryFolder } from './temporary-folder.ts';

export interface CheckGiven {
  /** The folder `@`, or what it is to hold. */
  readonly folder?: string;
  readonly files?: Files;
  /** Standard input. */
  readonly input?: string | Uint8Array;
  readonly isInteractive?: boolean;
}

/** Runs `check`; `@` in an argument, and in what is printed, is the folder. */
export const check = async (args: readonly string[], given: CheckGiven = {}): Promise<Run> => {
  const folder = given.folder ?? (await temporaryFolder(given.files));
  const printed = { out: '', err: '' };
  const print = (stream: 'out' | 'err') => (text: string) => {
    printed[stream] += text.replaceAll(relative('.', folder) || folder, '@').replaceAll(folder, '@');
  };
  const terminal = {
    out: print('out'),
    err: print('err'),
    ask: async () => undefined,
    input: async () => Buffer.from(given.input ?? ''),
    isInteractive: given.isInteractive ?? false,
    paint: (_format: unknown, text: string) => text,
  };
  const code = await main(['check', ...args.map((argument) => argument.replace(/^@/, folder))], terminal, 'dist');
  return { code, ...printed };
};

export interface CheckedReport extends CheckReport {
  readonly code: number;
  readonly err: string;
}

/** Runs `check --format json` and reads its report. */
export const reportOn = async (args: readonly string[], given: CheckGiven = {}): Promise<CheckedReport> => {
  const { code, out, err } = await check([...args, '--format', 'json'], given);
  if (!out.startsWith('{')) throw new Error(`There is no report: ${err}`);
  return { ...JSON.parse(out), code, err };
};

/** The files of which something is said, in the order of the report. */
export const filesIn = (items: readonly { readonly file: string }[]): string[] => items.map(({ file }) => file);

/** A security group with one egress entry, as it stands below `Resources`. */
export const group = (name = 'Sg', protocol = '-1'): string => `  ${name}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress:
        - IpProtocol: ${protocol}
          CidrIp: 0.0.0.0/0
`;

export const template = (...groups: readonly string[]): string => `Resources:
${groups.join('')}`;

/** A template whose one violation is on its sixth line. */
export const BAD = template(group());

export const GOOD = template(group('Sg', 'tcp'));
