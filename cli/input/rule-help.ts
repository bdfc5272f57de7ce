import { rules } from '../../rule/index.ts';

const width = Math.max(...rules.map(({ meta }) => meta.id.length));

/** The rules as a section of a command's help: which are on by themselves, and what each finds in which resources. */
export const ruleHelp = rules
  .map(({ meta }) => {
    const types = meta.resourceTypes.map((type) => type.replace(/^.*::/, '')).join(', ');
    return `  ${meta.id.padEnd(width)}  ${meta.isDefault ? 'on ' : 'off'}  ${meta.label}, in ${types}\n`;
  })
  .join('');
