import type { Context } from 'aws-lambda';
import { evaluateResource } from '../rule/evaluate-resource.ts';
import { printable } from '../rule/text.ts';
import { type Config, ConfigError } from './config.ts';
import { allow, type Decision, decide, fail, type Stance, skip } from './decision.ts';
import { decisionRecord, type Invocation } from './findings.ts';
import { type HookRequest, parseRequest, RequestError, readToken } from './request.ts';
import { type HookResponse, respond } from './response.ts';

/** All that the handler needs from outside. */
export interface Deps {
  readonly config: () => Config;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes one line, without its newline; must not throw. */
  readonly log: (line: string) => void;
}

type Remaining = Partial<Pick<Context, 'getRemainingTimeInMillis'>>;

const stanceOf = (request: HookRequest | undefined): Stance =>
  request?.kind === 'stack' || request?.kind === 'changeSet' ? 'warning' : 'gate';

const decideRequest = async (
  request: HookRequest,
  config: () => Config,
  context: Remaining | undefined,
): Promise<Decision> => {
  switch (request.kind) {
    case 'delete':
      return allow();
    case 'foreign':
      return skip(`${printable(request.targetName)} is not a type that this hook checks.`);
    case 'resource':
      return decide(evaluateResource(request.resource, config()), 'gate');
    default: {
      // Loaded here, so that a resource costs no parser.
      const { decideTemplate } = await import('./decide-template.ts');
      return decideTemplate(request, config(), context?.getRemainingTimeInMillis?.());
    }
  }
};

/** The functions that an error passed through; its header is left out, as its text may span lines that look like them. */
const stackFrames = ({ stack = '', message }: Error): string[] => {
  const frames = stack.slice(stack.indexOf(message) + message.length);
  return frames.match(/^\s+at .+$/gm)?.map((line) => line.trim()) ?? [];
};

/** Faults of the caller are told in full; of a fault of ours only its kind, since its text may quote the event. */
const explain = (error: unknown, stance: Stance): Pick<Invocation, 'decision' | 'fault'> => {
  if (error instanceof RequestError)
    return { decision: fail(`Egress Guard got an event that it cannot read: ${error.message}`, stance) };
  if (error instanceof ConfigError)
    return { decision: fail(`Egress Guard is set up wrongly: ${error.message}`, stance) };
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error ? stackFrames(error) : [];
  const decision = fail(`Egress Guard failed (${name}) and decided nothing; its log has the details.`, stance);
  return { decision, fault: { name, stack } };
};

/** Makes the function that Lambda calls: it answers every event and never throws. */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown, context?: Remaining): Promise<HookResponse> => {
    const started = deps.now();
    let request: HookRequest | undefined;
    let result: Pick<Invocation, 'decision' | 'fault'>;
    try {
      request = parseRequest(event);
      result = { decision: await decideRequest(request, deps.config, context) };
    } catch (error) {
      result = explain(error, stanceOf(request));
    }
    deps.log(JSON.stringify(decisionRecord({ request, ...result, started, ended: deps.now() })));
    return respond(result.decision, readToken(event));
  };
