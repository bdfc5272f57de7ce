import { escapeXml } from '../../infra/xml/index.ts';

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
const escapeAttribute = (text: string): string => escapeXml(text, /[&<>"\t\n\r]/g);

const contentOf = (content: string | readonly Xml[]): string =>
  typeof content === 'string' ? escapeXml(content) : ['', ...content.map(({ xml }) => xml), ''].join('\n');
