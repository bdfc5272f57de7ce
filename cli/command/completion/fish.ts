import type { CommandWords, OptionWords } from './command-words.ts';

/** A script for fish: https://fishshell.com/docs/current/completions.html */
export function fishScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, does }) => complete('__fish_use_subcommand', `-f -a ${name} -d ${quote(does)}`));
  return `# Completes egress-guard in fish.\n${names.join('')}${commands.map(linesOf).join('')}`;
}

const linesOf = ({ name, actions, options }: CommandWords): string => {
  const isOn = `__fish_seen_subcommand_from ${name}`;
  const first = actions.length === 0 ? '' : complete(isOn, `-f -a ${quote(actions.join(' '))}`);
  return `${first}${options.map((option) => complete(isOn, optionOf(option))).join('')}`;
};

const optionOf = ({ name, help, value }: OptionWords): string => `-l ${name}${takes(value)} -d ${quote(help)}`;

const takes = (value: OptionWords['value']): string => {
  if (Array.isArray(value)) return ` -x -a ${quote(value.join(' '))}`;
  if (value === undefined) return '';
  return value === 'file' ? ' -r -F' : ' -x';
};

const complete = (condition: string, rest: string): string =>
  `complete -c egress-guard -n ${quote(condition)} ${rest}\n`;

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
