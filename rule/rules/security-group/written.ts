import { type Possibility, printableValue } from '../../value/index.ts';

/** A value as it stands in the template, where CloudFormation has it in another way; of several, the first. */
export function writtenValue({ written, choices, value }: Possibility): unknown {
  return written ?? choices?.[0] ?? value;
}

/** A value as messages show it. */
export function shown(one: Possibility): string {
  return printableValue(String(writtenValue(one)).trim(), 40);
}
