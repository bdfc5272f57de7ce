import { join, relative } from 'node:path';
import { type CommandHelp, parseOptions } from '../../input/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { simulate } from '../simulate/index.ts';

export const demoHelp: CommandHelp = {
  usage: ['demo'],
  about: [
    'Deploys two of the examples on this machine, one that the hook blocks and one that it lets pass. Nothing leaves this machine.',
  ],
  groups: {},
  examples: ['egress-guard demo'],
};

/** Shows both sides of the hook; `dist` is the folder of the built function, the examples are beside it. */
export async function demo(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  const { positionals } = parseOptions('demo', args, {});
  if (positionals.length > 0) throw new UsageError('demo takes nothing: egress-guard demo');
  const run = (name: string): Promise<ExitCode> => {
    const path = relative('.', join(dist, '../examples', name));
    terminal.out(`${terminal.paint('bold', `$ egress-guard simulate ${path}`)}\n`);
    return simulate([path], terminal, dist);
  };
  const blocked = await run('all-protocols.yaml');
  terminal.out('\n');
  const passed = await run('named-protocols.yaml');
  terminal.out(`\n${next}`);
  return blocked === exitCodes.violations && passed === exitCodes.done ? exitCodes.done : exitCodes.failed;
}

const next = `What to try next:
  npx --no-install egress-guard check                                    the same rule on every template in a folder, with line numbers
  npx --no-install egress-guard simulate your-template.yaml              what CloudFormation would do with your own template
  npx --no-install egress-guard simulate your-template.yaml --mode warn  the same, with a hook that only warns
  npx --no-install egress-guard sandbox                                  the same for your own client: AWS CLI, CDK, SAM, an SDK
  npx --no-install egress-guard --help                                   everything else
  docs/deploy.md                                                         how to stand the hook in front of an account
`;
