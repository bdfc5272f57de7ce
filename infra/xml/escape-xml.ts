/** A text as XML 1.0 can hold it: what is special by reference, and what no XML can hold, not even escaped, spelled out. */
export function escapeXml(text: string, special = /[&<>\r]/g): string {
  return text.replace(ILLEGAL, show).replace(special, (character) => references[character] ?? character);
}

/** Most control characters, lone halves of characters, two noncharacters. */
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

const show = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
