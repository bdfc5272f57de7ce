import { printable } from '../../../rule/index.ts';
import type { Terminal } from '../../terminal/index.ts';

/** A heading with a list below it; nothing where the list is empty. */
export function listText(title: string, texts: readonly string[]): string {
  const lines = texts.map((text) => `- ${printable(text, MAX_TEXT)}\n`);
  return texts.length === 0 ? '' : `\n${title}\n${lines.join('')}`;
}

/** What is registered otherwise than the stack says, and what to do about it. */
export function differencesText(differences: readonly string[], paint: Terminal['paint']): string {
  return differences.length === 0 ? '' : `${listText(paint('red', 'Not as the stack says:'), differences)}${HINT}`;
}

const MAX_TEXT = 2000;

const HINT = `
egress-guard mode sets a hook's mode back; egress-guard deploy makes another one last. An update of the stack sets a hook
back only where it changes something of that hook.
`;
