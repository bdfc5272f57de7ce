import { printable } from '../rule/index.ts';
import { type Decision, fail, type Stance, skip } from './decide/index.ts';
import { DecisionError } from './decision-error.ts';

/** A fault of ours: its kind and the functions it passed through; never its message, which may quote the event. */
export interface Fault {
  readonly name: string;
  readonly stack: readonly string[];
  /** The rule that threw. */
  readonly rule?: string;
}

/** What an error leaves in the log. */
export function faultOf(error: unknown): Fault {
  return {
    name: error instanceof Error ? printable(error.name) : typeof error,
    stack: error instanceof Error ? stackFrames(error) : [],
  };
}

/** Makes a decision of what kept the function from deciding: faults of others are told in full, of ours only the kind. */
export function decideOnFault(error: unknown, stance: Stance): { readonly decision: Decision; readonly fault?: Fault } {
  if (error instanceof DecisionError)
    return { decision: error.isSkipped ? skip(error.reason) : fail(error.kind, error.reason, stance) };
  const fault = faultOf(error);
  const reason = `Egress Guard failed (${fault.name}) and decided nothing; its log has the details.`;
  return { decision: fail('FAULT', reason, stance), fault };
}

/** The functions that an error passed through; its header is left out, as its text may span lines that look like them. */
const stackFrames = ({ stack = '', message }: Error): string[] => {
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return frames.match(/^\s+at .+$/gm)?.map((line) => line.trim()) ?? [];
};
