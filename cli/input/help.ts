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

/** The help of a command, folded to lines of `width` columns where it is prose. */
export function helpText(help: CommandHelp, width = WIDTH): string {
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

/** A text as lines of at most so many columns, each ended; the first begins in column `indent`, the others with that much space. */
const fold = (text: string, width: number, indent = 0): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `${[...lines, line].join(`\n${' '.repeat(indent)}`)}\n`;
};

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
