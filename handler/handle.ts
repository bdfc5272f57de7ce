import type { Context } from 'aws-lambda';
import { evaluateResource, printable, rulesOn } from '../rule/index.ts';
import { type HookResponse, respond } from './answer/index.ts';
import type { Config } from './config.ts';
import {
  allow,
  type Decision,
  decide,
  type Evaluated,
  evaluateChange,
  type JudgingInput,
  judgeFindings,
  type Stance,
  skip,
} from './decide/index.ts';
import { type HookRequest, parseRequest, RequestError, readToken } from './event/index.ts';
import { decideOnFault, type Fault } from './fault.ts';
import { recordInvocation } from './record/index.ts';
import type { Storage } from './storage.ts';
import type { TemplateRequest } from './template/index.ts';

/** What the handler needs from outside. */
export interface Dependencies {
  readonly config: () => Config;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Opens the log of one answer, which takes a line at a time, without its newline; must not throw. */
  readonly openLog: () => (line: string) => void;
  /** S3, asked for once there is a violation; the same each time. */
  readonly storage: () => Promise<Storage>;
  /** Absent in the function of the resource hook. */
  readonly earlyWarning?: EarlyWarning;
}

/** What the function of the template hook has beside that of the resource hook. */
export interface EarlyWarning {
  /** Reads templates. */
  readonly evaluateRequest: (request: TemplateRequest, config: Config, remainingMs: number) => Promise<Evaluated>;
  /** Leaves a finding open that an exemption covers if its destination, which is not known yet, matches. */
  readonly leaveToExemption: NonNullable<JudgingInput['leaveToExemption']>;
}

/** Makes the function that Lambda calls: it answers every event and never throws. */
export function createHandler(
  dependencies: Dependencies,
): (event: unknown, context?: Remaining) => Promise<HookResponse> {
  return async (event, context) => {
    const started = dependencies.now();
    const remaining = (): number => context?.getRemainingTimeInMillis?.() ?? USUAL_REMAINING_MS;
    const stage: Stage = { ...dependencies, remaining, log: dependencies.openLog() };
    let request: HookRequest | undefined;
    let result: { readonly decision: Decision; readonly fault?: Fault };
    try {
      request = parseRequest(event);
      result = { decision: await decideRequest(request, stage) };
    } catch (error) {
      result = decideOnFault(error, stanceOf(request));
    }
    await recordInvocation({ request, ...result, started }, stage);
    return respond(result.decision, readToken(event), helpOf(stage));
  };
}

type Remaining = Partial<Pick<Context, 'getRemainingTimeInMillis'>>;

/** What Lambda grants if it does not say. */
const USUAL_REMAINING_MS = 20_000;

/** One request on its way. */
interface Stage extends Dependencies {
  readonly log: (line: string) => void;
  /** Milliseconds that are left of the invocation. */
  readonly remaining: () => number;
}

/** What is left for the archive and the log when exemptions are waited for. */
const REPORT_MS = 3000;

const decideRequest = async (request: HookRequest, stage: Stage): Promise<Decision> => {
  if (request.kind === 'delete') return allow('What is deleted opens nothing.');
  if (request.kind === 'foreign') return skip(`${printable(request.targetName)} is not a type that this hook checks.`);
  const config = stage.config();
  const stance = stanceOf(request);
  const evaluated =
    request.kind === 'resource'
      ? evaluateChange(request.resource, request.previousProperties, (one) => evaluateResource(one, config), true)
      : await evaluateTemplate(request, config, stage);
  const compliance = complianceOf(request, config);
  // Nearly always: a promise less, and nothing to be asked.
  if (evaluated.findings.length === 0) return decide({ ...evaluated, findings: [] }, stance, compliance);
  const exemptions = async () => {
    if (config.exemptions === undefined) return undefined;
    const { readExemptions } = await stage.storage();
    const location = { ...config.exemptions, owner: config.exemptionsBucketOwner };
    return readExemptions(location, stage.remaining() - REPORT_MS);
  };
  const { leaveToExemption } = (stance === 'warning' && stage.earlyWarning) || {};
  const judged = await judgeFindings(evaluated, { request, config, exemptions, leaveToExemption, now: stage.now });
  return decide(judged, stance, compliance);
};

const stanceOf = (request: HookRequest | undefined): Stance =>
  request?.kind === 'stack' || request?.kind === 'changeSet' ? 'warning' : 'gate';

type Decidable = Exclude<HookRequest, { kind: 'delete' | 'foreign' }>;

/** @throws {RequestError | PayloadError} */
const evaluateTemplate = (request: TemplateRequest, config: Config, stage: Stage): Promise<Evaluated> => {
  if (stage.earlyWarning === undefined)
    throw new RequestError(`requestData.targetName: ${request.targetName} is for the function of the template hook.`);
  return stage.earlyWarning.evaluateRequest(request, config, stage.remaining());
};

/** The sentence for a request in which the rules find nothing. */
const complianceOf = (request: Decidable, config: Config): string => {
  const type = request.kind === 'resource' ? request.resource.type : undefined;
  const asked = rulesOn(config, type).map(({ compliance }) => compliance);
  return asked.length === 0 ? `No rule that is on looks at ${type}.` : asked.join(' ');
};

/** The help text of the settings; none where the settings themselves are wrong. */
const helpOf = ({ config }: Stage): string | undefined => {
  try {
    return config().helpText;
  } catch {
    return undefined;
  }
};
