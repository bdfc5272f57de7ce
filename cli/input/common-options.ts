import { rules } from '../../rule/index.ts';
import type { OptionTable } from './help.ts';

/** For commands that answer people or programs. */
export const formatOption = {
  format: { type: 'string', default: 'text', value: 'text|json', help: 'for people or for programs' },
} as const satisfies OptionTable;

export const parametersOption = {
  parameters: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: "a parameter's value, also as the AWS CLI takes it: shorthand, JSON, file://FILE",
  },
} as const satisfies OptionTable;

/** Which rules apply, and how; `ruleHelp` lists them. */
export const ruleOptions = {
  rules: {
    type: 'string',
    value: 'ID,ID',
    words: rules.map(({ meta }) => meta.id),
    help: 'the rules that apply, all of them (default: those that are on; see below)',
  },
  'allow-loopback-only': {
    type: 'boolean',
    default: false,
    help: 'accept all protocols to 127.0.0.1/32 or ::1/128 only',
  },
} as const satisfies OptionTable;

/** What the deployed hooks can be set to besides, for commands that run them here. */
export const hookOptions = {
  'require-inline-egress': {
    type: 'boolean',
    default: false,
    help: 'a group has to name its egress itself, for security_group_without_egress',
  },
  'existing-violations': {
    type: 'string',
    default: 'block',
    value: 'WORD',
    help: 'what becomes of an update whose every violation stood there before: block or allow',
  },
  'help-text': { type: 'string', value: 'TEXT', help: 'what every refusal ends with, e.g. whom to ask' },
} as const satisfies OptionTable;

/** The rules as a part of a command's help: which are on by themselves, and what each finds in which resources. */
export function ruleHelp(): string {
  const width = Math.max(...rules.map(({ meta }) => meta.id.length));
  const lines = rules.map(({ meta }) => {
    const types = meta.resourceTypes.map((type) => type.replace(/^.*::/, '')).join(', ');
    return `  ${meta.id.padEnd(width)}  ${meta.isDefault ? 'on ' : 'off'}  ${meta.label}, in ${types}\n`;
  });
  return `Rules:\n${lines.join('')}`;
}
