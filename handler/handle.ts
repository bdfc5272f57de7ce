import type { Context } from 'aws-lambda';
import { printable } from '../rule/text.ts';
import { type Config, ConfigError } from './config.ts';
import { allow, type Decision, decide, type Evaluated, fail, type Stance, skip } from './decision.ts';
import { evaluateChange } from './evaluate-change.ts';
import type { Invocation } from './findings.ts';
import { report } from './report.ts';
import { type HookRequest, parseRequest, RequestError, readToken } from './request.ts';
import { type HookResponse, respond } from './response.ts';
import { settle } from './settle.ts';
import type { Storage } from './storage.ts';

/** All that the handler needs from outside. */
export interface Deps {
  readonly config: () => Config;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Takes one line, without its newline; must not throw. */
  readonly log: (line: string) => void;
  /** S3, asked for once there is a violation; the same each time. */
  readonly storage: () => Promise<Storage>;
}

type Remaining = Partial<Pick<Context, 'getRemainingTimeInMillis'>>;

/** One request on its way. */
interface Stage extends Deps {
  /** Milliseconds that are left of the invocation. */
  readonly remaining: () => number;
}

/** What Lambda grants if it does not say, in milliseconds. */
const USUAL_REMAINING = 20_000;

const stanceOf = (request: HookRequest | undefined): Stance =>
  request?.kind === 'stack' || request?.kind === 'changeSet' ? 'warning' : 'gate';

/** Milliseconds that are left for the archive and the log when exemptions are waited for. */
const FOR_REPORT = 3000;

const decideOn = (evaluated: Evaluated, request: HookRequest, stage: Stage): Decision | Promise<Decision> => {
  const { findings, undetermined } = evaluated;
  if (findings.length === 0) return decide({ findings: [], undetermined }, stanceOf(request));
  const config = stage.config();
  const exemptions = async () => {
    if (config.exemptions === undefined) return undefined;
    const { readExemptions } = await stage.storage();
    return readExemptions(config.exemptions, stage.remaining() - FOR_REPORT);
  };
  return settle(evaluated, request, stanceOf(request), { config, exemptions, now: stage.now });
};

const decideRequest = async (request: HookRequest, stage: Stage): Promise<Decision> => {
  switch (request.kind) {
    case 'delete':
      return allow();
    case 'foreign':
      return skip(`${printable(request.targetName)} is not a type that this hook checks.`);
    case 'resource': {
      const { resource, previousProperties } = request;
      return decideOn(evaluateChange(resource, previousProperties, stage.config(), true), request, stage);
    }
    default: {
      // Loaded here, so that a resource costs no parser.
      const { evaluateRequest } = await import('./evaluate-request.ts');
      const result = await evaluateRequest(request, stage.config(), stage.remaining());
      return 'outcome' in result ? result : decideOn(result, request, stage);
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
    return { decision: fail('EVENT', `Egress Guard got an event that it cannot read: ${error.message}`, stance) };
  if (error instanceof ConfigError)
    return { decision: fail('CONFIG', `Egress Guard is set up wrongly: ${error.message}`, stance) };
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error ? stackFrames(error) : [];
  const reason = `Egress Guard failed (${name}) and decided nothing; its log has the details.`;
  const decision = fail('FAULT', reason, stance);
  return { decision, fault: { name, stack } };
};

/** Makes the function that Lambda calls: it answers every event and never throws. */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown, context?: Remaining): Promise<HookResponse> => {
    const started = deps.now();
    const remaining = (): number => context?.getRemainingTimeInMillis?.() ?? USUAL_REMAINING;
    const stage = { ...deps, remaining };
    let request: HookRequest | undefined;
    let result: Pick<Invocation, 'decision' | 'fault'>;
    try {
      request = parseRequest(event);
      result = { decision: await decideRequest(request, stage) };
    } catch (error) {
      result = explain(error, stanceOf(request));
    }
    // What cannot be reported changes no decision; the line of the decision comes first.
    await report({ request, ...result, started }, stage).catch(() => undefined);
    return respond(result.decision, readToken(event));
  };
