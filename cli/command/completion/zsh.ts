import type { CommandWords, OptionWords } from './command-words.ts';

/** A script for Zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
export function zshScript(commands: readonly CommandWords[]): string {
  return `#compdef egress-guard
# Completes egress-guard in Zsh.
_egress-guard() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${commands.map(({ name, does }) => `      ${quote(`${name}:${does}`)}\n`).join('')}    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('')}  esac
}
# In the file that the shell loads by itself, this is the completion; where it is sourced, it says of what.
if [ "$funcstack[1]" = _egress-guard ]; then _egress-guard "$@"; else compdef _egress-guard egress-guard; fi
`;
}

const commandCase = ({ name, actions, options }: CommandWords): string => {
  const first = actions.length > 0 ? `'1: :(${actions.join(' ')})' '*: :_files'` : `'*: :_files'`;
  const specs = options.map((option) => `      ${quote(specOf(option))} \\\n`).join('');
  return `    ${name}) _arguments \\\n${specs}      '--help[what it does]' ${first} ;;\n`;
};

const specOf = ({ name, help, value }: OptionWords): string => {
  const takes = value === undefined ? '' : `:${name}:${actionOf(value)}`;
  return `*--${name}[${help.replaceAll(/[[\]:\\]/g, '\\$&')}]${takes}`;
};

const actionOf = (value: OptionWords['value']): string => {
  if (Array.isArray(value)) return `(${value.join(' ')})`;
  return value === 'file' ? '_files' : ' ';
};

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
