/** Who runs a command: is asked, is told what happens, and may end it. */
export interface Operator<News> {
  /** Asks for consent. @throws {RefusalError} where nobody can be asked */
  readonly ask: (question: string) => Promise<boolean>;
  readonly tell: (news: News) => void;
  /** Ctrl-C: what has begun goes on, and nothing else begins. */
  readonly signal: AbortSignal;
}
