import { printable } from '../../../../../rule/index.ts';

/** Markup; it is an object so that no text passes for it. */
export interface Html {
  readonly html: string;
}

export type Child = Html | string | number;

/** A text from anywhere, so that it is shown as it is and nothing else: control characters are spelled out. */
export function escapeHtml(text: string): string {
  return printable(text, MAX_TEXT).replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}

/** An element; texts in it and its attributes are escaped. */
export function element(name: string, attributes: Readonly<Record<string, string>>, ...children: Child[]): Html {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeHtml(value)}"`)].join(' ');
  return { html: VOID.has(name) ? `<${start}>` : `<${start}>${children.map(render).join('')}</${name}>` };
}

/** Several pieces as one, each on a line of its own. */
export function lines(...pieces: readonly Html[]): Html {
  return {
    html: pieces
      .filter(({ html }) => html !== '')
      .map(({ html }) => `${html}\n`)
      .join(''),
  };
}

export const nothing: Html = { html: '' };

/** More than any real text of a report has. */
const MAX_TEXT = 4000;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const VOID = new Set(['meta']);

const render = (child: Child): string => (typeof child === 'object' ? child.html : escapeHtml(String(child)));
