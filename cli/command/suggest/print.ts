import type { Terminal } from '../../terminal/index.ts';
import type { Answer, Answers } from './answer.ts';
import { asCdk, asJson, asYaml } from './forms.ts';
import { answersJson } from './json.ts';
import { linesOf, nothingText, subjectText, suggestionText } from './report.ts';
import type { formatNames } from './request.ts';

type FormatName = (typeof formatNames)[number];

/** Prints answers in a form; of those that are to be pasted, what is to be known besides goes to standard error. */
export function printAnswers(format: FormatName, asked: Answers, terminal: Terminal): void {
  if (format === 'json') terminal.out(answersJson(asked));
  else if (format === 'text') terminal.out(textOf(asked, terminal.paint));
  else pasteAll(format, asked, terminal);
}

const pasteAll = (format: keyof typeof forms, asked: Answers, terminal: Terminal): void => {
  const [mark, write] = forms[format];
  for (const answer of asked.answers)
    paste(answer, { mark: asked.answers.length > 1 ? mark : undefined, write }, terminal);
  for (const note of asked.notes) terminal.err(`${note}\n`);
};

const textOf = ({ answers, notes }: Answers, paint: Terminal['paint']): string => {
  const [first, ...others] = answers;
  if (first !== undefined && others.length === 0)
    return suggestionText({ ...first, notes: [...first.notes, ...notes] }, paint);
  const parts = answers.map((one) => `${paint('bold', subjectText(one.subject))}\n\n${suggestionText(one, paint)}\n`);
  return `${parts.join('\n')}${linesOf(notes)}`;
};

/** How a line begins that is a remark, and what is to be pasted. */
const forms: Readonly<Record<Exclude<FormatName, 'text' | 'json'>, readonly [string, (answer: Answer) => string]>> = {
  yaml: ['#', ({ suggestion }) => asYaml(suggestion.entries)],
  'template-json': ['', ({ suggestion }) => asJson(suggestion.entries)],
  cdk: ['//', ({ suggestion }) => asCdk(suggestion.entries)],
  diff: ['', ({ change }) => change?.diff ?? ''],
};

/** Of no entries there is nothing to paste. `mark`: of several groups, each is named. */
const paste = (
  answer: Answer,
  { mark, write }: { readonly mark: string | undefined; readonly write: (answer: Answer) => string },
  terminal: Terminal,
): void => {
  const name = subjectText(answer.subject);
  const isEmpty = answer.suggestion.entries.length === 0;
  if (!isEmpty) terminal.out(`${mark === undefined ? '' : `${mark} ${name}\n`}${write(answer)}`);
  const notes = [...(isEmpty ? [nothingText(answer.suggestion)] : []), ...answer.notes];
  for (const note of notes) terminal.err(`${mark === undefined ? '' : `${name}: `}${note}\n`);
};
