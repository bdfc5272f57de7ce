/** Numbers for texts, which come again and again: the same text has the same number, from 0 on in the order in which they come. */
export interface Texts {
  /** The number of a text; -1 where it is new and there is no room. */
  readonly numberOf: (text: string) => number;
  readonly textOf: (number: number) => string;
}

/** Makes what numbers so many texts, of which `first` have the first numbers. */
export function makeTexts(first: readonly string[], max: number): Texts {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const add = (text: string): number => {
    if (texts.length >= max) return -1;
    const own = detach(text);
    numbers.set(own, texts.length);
    return texts.push(own) - 1;
  };
  first.forEach(add);
  return { numberOf: (text) => numbers.get(text) ?? add(text), textOf: (number) => texts[number] ?? '' };
}

/** Apart from what it is a piece of, all of which it would keep. */
const detach = (text: string): string => text.split('').join('');
