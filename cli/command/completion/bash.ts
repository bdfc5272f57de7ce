import type { CommandWords, OptionWords } from './command-words.ts';

/** A script for Bash 3.2 and later: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashScript(commands: readonly CommandWords[]): string {
  return `# Completes egress-guard in Bash.
_egress_guard() {
  local words= word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  # \`--format=text\` comes as three words.
  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  else
    case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('')}    *)
      case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join('')}      esac
      ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
# What is none of these words is a file.
complete -o default -F _egress_guard egress-guard
`;
}

const valueCases = ({ name, options }: CommandWords): readonly string[] =>
  options
    .filter(({ value }) => value !== undefined)
    .map((option) => `    '${name} --${option.name}') ${words(option)};;\n`);

const words = ({ value }: OptionWords): string => (Array.isArray(value) ? `words='${value.join(' ')}' ` : '');

const commandCase = ({ name, actions, options }: CommandWords): string =>
  `      ${name}) words='${[...actions, ...options.map((option) => `--${option.name}`), '--help'].join(' ')}' ;;\n`;
