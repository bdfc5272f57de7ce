interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign';
  readonly text: string;
}

const NUMBER = /\d+(?![\w.])/;
const TEXT = /"[^"\\]*"|'[^'\\]*'/;
const NAME = /@?[A-Za-z_]\w*(?:\.\w+)*/;
const SIGN = />=|[>=+\-*(),[\]]/;
const PART = new RegExp(`\\s*(?:(${NUMBER.source})|(${TEXT.source})|(${NAME.source})|(${SIGN.source}))`, 'y');

const KINDS = ['number', 'text', 'name', 'sign'] as const;

/**
 * Splits a command of a query of CloudWatch Logs Insights into its tokens.
 * @throws where something is none that the template uses
 */
const tokensOf = (command: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (command.slice(at).trim() !== '') {
    PART.lastIndex = at;
    const groups = PART.exec(command)?.slice(1) ?? [];
    const index = groups.findIndex((group) => group !== undefined);
    const kind = KINDS[index];
    if (kind === undefined) throw new Error(`Unknown syntax at: ${command.slice(at)}`);
    const text = String(groups[index]);
    tokens.push({ kind, text: kind === 'text' ? text.slice(1, -1) : text });
    at = PART.lastIndex;
  }
  return tokens;
};

/** Reads tokens one after the other. */
export interface Reader {
  readonly isAtEnd: () => boolean;
  /** Takes the next token if it is one of these signs or words. */
  readonly takeIf: (...texts: readonly string[]) => string | undefined;
  /** Takes the next token if it is of this kind. */
  readonly takeKind: (kind: Token['kind']) => string | undefined;
  /** @throws where the next token is another */
  readonly expect: (text: string) => void;
  /** @throws where the next token is no name */
  readonly readName: () => string;
}

export const makeReader = (command: string): Reader => {
  const tokens = tokensOf(command);
  const takeWhere = (fits: (token: Token) => boolean): string | undefined =>
    tokens[0] !== undefined && fits(tokens[0]) ? tokens.shift()?.text : undefined;
  const refuse = (expected: string): never => {
    throw new Error(`Expected ${expected}, got ${tokens[0]?.text ?? 'the end'}, in: ${command}`);
  };
  const takeIf: Reader['takeIf'] = (...texts) => takeWhere(({ kind, text }) => kind !== 'text' && texts.includes(text));
  const takeKind: Reader['takeKind'] = (kind) => takeWhere((token) => token.kind === kind);
  return {
    isAtEnd: () => tokens.length === 0,
    takeIf,
    takeKind,
    expect: (text) => {
      takeIf(text) ?? refuse(text);
    },
    readName: () => takeKind('name') ?? refuse('a name'),
  };
};

/** Reads what stands between commas. */
export const readList = <T>({ takeIf }: Reader, readOne: () => T): T[] => {
  const items = [readOne()];
  while (takeIf(',') !== undefined) items.push(readOne());
  return items;
};
