import type { Position } from './template/index.ts';

/** Thrown where a text is no template that can be read; the message is the reason, without the text. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly position: Position | undefined;

  constructor(reason: string, position?: Position) {
    super(reason);
    this.position = position;
  }
}
