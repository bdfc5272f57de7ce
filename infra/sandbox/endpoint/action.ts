import type { Home } from '../identity.ts';
import { findStack, type StackRecord } from './account.ts';
import type { QueryInput, QueryOutput } from './query.ts';
import type { Sandbox } from './sandbox.ts';
import { invalid } from './service-error.ts';
import { required } from './stack-input.ts';

/** What an action works on: everything, and where the caller is. */
export interface Context {
  readonly sandbox: Sandbox;
  readonly home: Home;
}

/** Answers a request. @throws {ServiceError} */
export type Action = (input: QueryInput, context: Context) => QueryOutput | Promise<QueryOutput>;

/** The stack that a request names. @throws {ServiceError} */
export function stackOf(input: QueryInput, { sandbox, home }: Context, field = 'StackName'): StackRecord {
  const name = required(input, field);
  const record = findStack(sandbox.account, name, home);
  if (record === undefined) throw invalid(`Stack with id ${name} does not exist`);
  return record;
}

/** A part of a long list, and the token of the next. @throws {ServiceError} where the token is none of ours */
export function pageOf<T>(
  items: readonly T[],
  { NextToken: token }: QueryInput,
  size = 100,
): { readonly page: readonly T[]; readonly NextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(/^from-(\d{1,9})$/.exec(String(token))?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) throw invalid('NextToken is not valid.');
  const end = start + size;
  return { page: items.slice(start, end), NextToken: end < items.length ? `from-${end}` : undefined };
}
