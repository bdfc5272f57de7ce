import { printable } from '../value/index.ts';

/** Why a text is no JSON, and where, without what stands around it; undefined of JSON. */
export function jsonError(text: string): string | undefined {
  const said = complaint(text);
  if (said === undefined) return undefined;
  const [, what = ''] = /^\w+: (.*?)(?:, (?:\.\.\.)?"|(?: in JSON)? at position |$)/s.exec(said) ?? [];
  const [, told = text.length] = / at position (\d+)/.exec(said) ?? [];
  const lines = text.slice(0, said.includes(' token ') ? unexpectedAt(text) : Number(told)).split('\n');
  return `${printable(what)} at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

const complaint = (text: string): string | undefined => {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return String(error);
  }
};

/** Of an unexpected token the parser tells no position: it is the end of the shortest beginning that holds one. */
const unexpectedAt = (text: string): number => {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (complaint(text.slice(0, middle))?.includes(' token ')) high = middle;
    else low = middle + 1;
  }
  return low - 1;
};
