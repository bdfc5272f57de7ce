/** What kept the function from deciding: the event, its own settings, the payload of a template, or a fault of ours. */
export type ErrorKind = 'EVENT' | 'CONFIG' | 'PAYLOAD' | 'FAULT';

/** Thrown where nothing can be decided for a reason that is told in full. */
export abstract class DecisionError extends Error {
  abstract readonly kind: ErrorKind;
  /** The whole sentence, for the answer. */
  abstract readonly reason: string;
  /** Nothing is wrong either. */
  readonly isSkipped?: true;
}
