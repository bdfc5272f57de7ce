/** An element, written out; it is an object so that no text passes for one. */
export interface Xml {
  readonly xml: string;
}

/** An element of a text, or of other elements, one a line; attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, content: string | readonly Xml[] = []): Xml {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const start = [name, ...given.map(([key, value]) => `${key}="${escapeAttribute(String(value))}"`)].join(' ');
  return { xml: content.length === 0 ? `<${start}/>` : `<${start}>${contentOf(content)}</${name}>` };
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A parser turns the line breaks and tabs of an attribute into spaces, unless they are written as references. */
const escapeAttribute = (text: string): string => escapeText(text, /[&<>"\t\n\r]/g);

/** What XML 1.0 cannot hold, not even escaped: most control characters, lone halves of characters, two noncharacters. */
const ILLEGAL = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escapeText = (text: string, special = /[&<>\r]/g): string =>
  text.replace(ILLEGAL, show).replace(special, (character) => references[character] ?? character);

const show = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

const contentOf = (content: string | readonly Xml[]): string =>
  typeof content === 'string' ? escapeText(content) : ['', ...content.map(({ xml }) => xml), ''].join('\n');
