import { evaluateResource } from '../rule/evaluate-resource.ts';
import { type Config, ConfigError } from './config.ts';
import { decide, fail } from './decision.ts';
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

const stackFrames = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());

/** Faults of the caller are told in full; of a fault of ours only its kind, since its text may quote the event. */
const explain = (error: unknown): Pick<Invocation, 'decision' | 'fault'> => {
  if (error instanceof RequestError)
    return { decision: fail(`Egress Guard got an event that it cannot read: ${error.message}`) };
  if (error instanceof ConfigError) return { decision: fail(`Egress Guard is set up wrongly: ${error.message}`) };
  const fault =
    error instanceof Error ? { name: error.name, stack: stackFrames(error) } : { name: typeof error, stack: [] };
  return { decision: fail(`Egress Guard failed (${fault.name}) and decided nothing; its log has the details.`), fault };
};

/** Makes the function that Lambda calls: it answers every event and never throws. */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<HookResponse> => {
    const started = deps.now();
    let request: HookRequest | undefined;
    let result: Pick<Invocation, 'decision' | 'fault'>;
    try {
      const config = deps.config();
      request = parseRequest(event);
      result = { decision: decide(request, (resource) => evaluateResource(resource, config)) };
    } catch (error) {
      result = explain(error);
    }
    deps.log(JSON.stringify(decisionRecord({ request, ...result, started, ended: deps.now() })));
    return respond(result.decision, readToken(event));
  };
