import { ruleTypes } from '../../select-rules.ts';

/** Whether a text can hold anything for the rules at all; most templates cannot, and need not be parsed. */
export function mayConcern(text: string): boolean {
  return SUSPECTS.test(text) && (NAMES.test(text) || NAMES.test(decodeEscapes(text)));
}

/** Whether a text can be a template: most JSON and YAML in a folder is something else, and may be unreadable. */
export function mayBeTemplate(text: string): boolean {
  return showsTemplate(text) || (DISGUISE.test(text) && showsTemplate(decodeEscapes(text)));
}

/** A transform that is not one of AWS's own, which make no security group and no egress of one. */
const TRANSFORM = /Transform['"]?\s*:\s*['"]?(?![\s'"]|AWS::(?!Include))|!Transform/;

/** A loop may put names together, a transform or a module may add them, and a nested template has its own. */
const OTHERS = new RegExp(
  `ForEach::|TemplateURL|TemplateBody|AWS::Serverless::Application|::MODULE|${TRANSFORM.source}`,
);

/** What no text lacks in which a rule finds anything: a type of resource that it looks at. */
const NAMES = new RegExp(`${ruleTypes.map((type) => type.replaceAll(/[^\w:]/g, '\\$&')).join('|')}|${OTHERS.source}`);

/** An escape that makes a letter, or a line that breaks off within a name: few templates have one. */
const DISGUISE = /\\(?:[uU]0*[3-7][\da-fA-F]|x[3-7]|(?<=[\w:!]\\)[\r\n\u0085\u2028\u2029])/;

/** Names or disguises, in one pass: most texts have neither, and one pass over thousands of files is dear enough. */
const SUSPECTS = new RegExp(`${NAMES.source}|${DISGUISE.source}`);

/** A character in hexadecimal, as JSON and YAML escape it, or a line of YAML that goes on in the next one. */
const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|U([\da-fA-F]{8})|(?:\r\n?|[\n\u0085\u2028\u2029])[ \t]*)/g;

const decodeEscapes = (text: string): string => text.replace(ESCAPE, decode);

const decode = (_escape: string, ...[short, byte, long]: readonly (string | undefined)[]): string => {
  const code = Number.parseInt(short ?? byte ?? long ?? '', 16);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
};

const showsTemplate = (text: string): boolean =>
  text.includes('AWSTemplateFormatVersion') || (text.includes('Resources') && text.includes('AWS::'));
