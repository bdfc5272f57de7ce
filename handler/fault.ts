import { printable } from '../rule/index.ts';
import { ConfigError } from './config.ts';
import { type Decision, fail, type Stance, skip } from './decide/index.ts';
import { RequestError } from './event/index.ts';
import { NoTemplateError, PayloadError } from './template/index.ts';

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
  if (error instanceof NoTemplateError) return { decision: skip(NO_TEMPLATE) };
  const known = reasons.find(({ type }) => error instanceof type);
  if (known !== undefined && error instanceof Error)
    return { decision: fail(known.kind, known.reason(error.message), stance) };
  const fault = faultOf(error);
  const reason = `Egress Guard failed (${fault.name}) and decided nothing; its log has the details.`;
  return { decision: fail('FAULT', reason, stance), fault };
}

/** The functions that an error passed through; its header is left out, as its text may span lines that look like them. */
const stackFrames = ({ stack = '', message }: Error): string[] => {
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return frames.match(/^\s+at .+$/gm)?.map((line) => line.trim()) ?? [];
};

const NO_TEMPLATE =
  'The update came without a template, so nothing was checked. Its security groups are decided when they are provisioned.';

const reasons = [
  {
    type: RequestError,
    kind: 'EVENT',
    reason: (message: string) => `Egress Guard got an event that it cannot read: ${message}`,
  },
  { type: ConfigError, kind: 'CONFIG', reason: (message: string) => `Egress Guard is set up wrongly: ${message}` },
  {
    type: PayloadError,
    kind: 'PAYLOAD',
    reason: (message: string) =>
      `The template was not checked: ${message}. Its security groups are decided when they are provisioned.`,
  },
] as const;
