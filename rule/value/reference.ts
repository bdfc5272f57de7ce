/** A dynamic reference, a value that a change set knows only after it is applied, or a variable that nothing replaced. */
export function holdsReference(text: string): boolean {
  const start = text.indexOf('{{');
  return (start >= 0 && text.includes('}}', start + 2)) || text.includes('${');
}

/** Whether a text stands for a value that CloudFormation keeps to itself, or has not got yet. */
export function standsForOther(text: string): boolean {
  return holdsReference(text) || MASKED.test(text);
}

/** What CloudFormation shows in place of a `NoEcho` value. */
const MASKED = /^\*+$/;
