import { parseJson } from '../../rule/value/json.ts';
import { isObject, own } from '../../rule/value/place.ts';

/** Tells whether a line of a log matches. */
export type Matches = (line: string) => boolean;

type Condition = (event: unknown) => boolean;

const TOKEN = /\s*(?:(&&|\|\||!=|[{}()=])|(\$(?:\.[\w-]+)+)|"([^"\\]*)")/y;

interface Token {
  readonly kind: 'sign' | 'selector' | 'text';
  readonly text: string;
}

const tokensOf = (pattern: string): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (pattern.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const [, sign, selector, text] = TOKEN.exec(pattern) ?? [];
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (selector !== undefined) tokens.push({ kind: 'selector', text: selector });
    else if (text !== undefined) tokens.push({ kind: 'text', text });
    else throw new Error(`Unknown syntax at: ${pattern.slice(at)}`);
  }
  return tokens;
};

const select = (event: unknown, selector: string): unknown =>
  selector
    .split('.')
    .slice(1)
    .reduce((value, key) => (isObject(value) ? own(value, key) : undefined), event);

const wildcard = (text: string): RegExp => {
  const parts = text.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
};

const comparison = (selector: string, sign: string, text: string): Condition => {
  const expected = wildcard(text);
  return (event) => {
    const value = select(event, selector);
    if (sign === '=') return typeof value === 'string' && expected.test(value);
    if (typeof value !== 'string') throw new Error(`What ${selector} != means is not documented where it is no text.`);
    return !expected.test(value);
  };
};

const parse = (tokens: Token[]): Condition => {
  const take = (kind: Token['kind'], ...texts: readonly string[]): string => {
    const token = tokens.shift();
    const fits = token?.kind === kind && (texts.length === 0 || texts.includes(token.text));
    if (!token || !fits) throw new Error(`Expected ${texts.join(' or ') || kind}, got ${token?.text ?? 'the end'}.`);
    return token.text;
  };
  const isNext = (sign: string): boolean => tokens[0]?.kind === 'sign' && tokens[0].text === sign;
  const chain = (sign: string, next: () => Condition): Condition[] => {
    const conditions = [next()];
    while (isNext(sign)) {
      tokens.shift();
      conditions.push(next());
    }
    return conditions;
  };
  const term = (): Condition => {
    if (!isNext('(')) return comparison(take('selector'), take('sign', '=', '!='), take('text'));
    take('sign', '(');
    const inner = either();
    take('sign', ')');
    return inner;
  };
  const both = (): Condition => {
    const conditions = chain('&&', term);
    return (event) => conditions.every((condition) => condition(event));
  };
  const either = (): Condition => {
    const conditions = chain('||', both);
    return (event) => conditions.some((condition) => condition(event));
  };
  take('sign', '{');
  const whole = either();
  take('sign', '}');
  if (tokens.length > 0) throw new Error(`Expected the end, got ${tokens[0]?.text}.`);
  return whole;
};

/**
 * Reads a filter pattern of CloudWatch Logs, as far as the template uses them: comparisons of texts in JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws where it is anything else
 */
export const filterPattern = (pattern: string): Matches => {
  const condition = parse(tokensOf(pattern));
  return (line) => condition(parseJson(line));
};

/** The fields that a pattern asks for, without `$.`. */
export const fieldsOf = (pattern: string): string[] =>
  tokensOf(pattern).flatMap(({ kind, text }) => (kind === 'selector' ? [text.slice(2)] : []));
