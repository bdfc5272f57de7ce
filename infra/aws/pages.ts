import { RefusalError } from './own-error.ts';

/** A list that AWS tells in pages. */
export interface Listing<Page> {
  /** The action of AWS, for whoever has to find out. */
  readonly action: string;
  /** Reads the page of a token, or without one the first. */
  readonly read: (token: string | undefined) => Promise<Page>;
  /** The token of the next page; undefined or empty: there is none. */
  readonly next: (page: Page) => string | undefined;
}

/**
 * The pages of a list, one after the other.
 * @throws {RefusalError} where a token comes a second time: the list would have no end
 */
export async function* pagesOf<Page>({ action, read, next }: Listing<Page>): AsyncGenerator<Page, void> {
  const seen = new Set<string>();
  for (let token: string | undefined; ; ) {
    const page = await read(token);
    yield page;
    token = next(page);
    if (token === undefined || token === '') return;
    if (seen.has(token)) throw repeated(action);
    seen.add(token);
  }
}

/** All that is on the pages of a list. */
export async function listAll<Page, Item>(
  listing: Listing<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pagesOf(listing)) items.push(...(itemsOf(page) ?? []));
  return items;
}

const repeated = (action: string): RefusalError =>
  new RefusalError(
    `AWS gave the same page token of ${action} twice, so its list would have no end. Run it again; where that does not help, look at --endpoint-url and at AWS_ENDPOINT_URL.`,
  );
