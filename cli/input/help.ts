import { fold } from '../terminal/index.ts';

/** An option of a command: how it is parsed (as Node's `parseArgs` takes it), and what its help says. */
interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly default?: string | boolean;
  /** What stands for its value, such as `FILE`; the words that it takes, such as `text|json`. */
  readonly value?: string;
  /** Words that its value may begin with, for a shell that completes, where `value` does not say them. */
  readonly words?: readonly string[];
  /** One sentence without its full stop; of what may be repeated, that is added. */
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What `--help` of a command prints. */
export interface CommandHelp {
  /** What may be typed after the program's name; of several, one a line. */
  readonly usage: readonly string[];
  /** Paragraphs. */
  readonly about: readonly string[];
  /** The options under their headings. */
  readonly groups: Readonly<Record<string, OptionTable>>;
  /** Parts as they stand, after the options. */
  readonly parts?: readonly string[];
  readonly exitCodes?: string;
  readonly examples: readonly string[];
}

/** The help of a command, folded where it is prose: to the width of the terminal, if that is narrow. */
export function helpText(help: CommandHelp, columns = WIDTH): string {
  const width = Math.min(Math.max(columns, NARROWEST), WIDTH);
  const { usage, about, groups, parts = [], exitCodes, examples } = help;
  const sections = [
    usage.map((line, index) => `${index === 0 ? 'Usage:' : '      '} egress-guard ${line}\n`).join(''),
    ...about.map((paragraph) => fold(paragraph, width)),
    ...Object.entries(groups).map(([title, options]) => `${title}:\n${optionLines(options, width)}`),
    ...parts,
    ...(exitCodes === undefined ? [] : [fold(`Exit codes: ${exitCodes}`, width)]),
    `${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((line) => `  ${line}\n`).join('')}`,
  ];
  return sections.join('\n');
}

/** As wide as most terminals are, and still read in one look. */
const WIDTH = 100;

/** What an option does has its column, and needs some room. */
const NARROWEST = 50;

/** The column in which what an option does begins. */
const COLUMN = 30;

const optionLines = (options: OptionTable, width: number): string =>
  Object.entries(options)
    .map(([name, option]) => optionLine(name, option, width))
    .join('');

const optionLine = (name: string, option: OptionSpec, width: number): string => {
  const { value, help, multiple } = option;
  const head = `  --${name}${value === undefined ? '' : ` ${value}`}`;
  const text = `${help}${defaultText(option)}${multiple === true ? '; may be repeated' : ''}`;
  const start = head.length > COLUMN - 2 ? `${head}\n${' '.repeat(COLUMN)}` : head.padEnd(COLUMN);
  return `${start}${fold(text, width, COLUMN)}`;
};

/** A flag is off by default, which goes without saying. */
const defaultText = ({ default: value }: OptionSpec): string =>
  typeof value === 'string' ? ` (default: ${value})` : '';
