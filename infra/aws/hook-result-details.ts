import { type Annotation, GetHookResultCommand, type GetHookResultOutput } from '@aws-sdk/client-cloudformation';
import { aFewAtATime } from '../a-few-at-a-time.ts';
import { isAwsError } from './aws-error.ts';
import type { HookResult } from './hook-result.ts';
import type { HookApi } from './hook-results.ts';

export interface ResultAnnotation {
  readonly name: string | undefined;
  readonly status: string | undefined;
  readonly message: string | undefined;
  readonly remediation: string | undefined;
  readonly link: string | undefined;
  readonly severity: string | undefined;
}

export type DetailedResult = HookResult & Partial<ResultDetails>;

export interface DetailedResults {
  readonly results: readonly DetailedResult[];
  /** Why details are missing. */
  readonly denied?: unknown;
}

/** Reads the details of results, a few at a time. Where that is denied, no more are asked for. */
export async function readDetails(asking: HookApi, results: readonly HookResult[]): Promise<DetailedResults> {
  let denied: unknown;
  const read = await aFewAtATime(results, AT_A_TIME, async (result) => {
    if (denied !== undefined) return result;
    const one = await readOne(asking, result);
    denied ??= one.denied;
    return one.result;
  });
  return { results: read, ...(denied !== undefined && { denied }) };
}

/** What only a call for the one result tells. */
interface ResultDetails {
  readonly action: string | undefined;
  /** The type of a resource, e.g. `AWS::EC2::SecurityGroup`. */
  readonly targetTypeName: string | undefined;
  readonly version: string | undefined;
  readonly annotations: readonly ResultAnnotation[];
}

/** Calls under way at once: AWS tells of one result at a time. */
const AT_A_TIME = 5;

type Read = { readonly result: DetailedResult; readonly denied?: unknown };

/** AWS may have forgotten a result since it was listed. */
const readOne = async ({ client, signal }: HookApi, result: HookResult): Promise<Read> => {
  try {
    const command = new GetHookResultCommand({ HookResultId: result.id });
    return { result: detail(result, await client.send(command, signal && { abortSignal: signal })) };
  } catch (error) {
    if (isAwsError(error, 'noHookResult')) return { result };
    if (isAwsError(error, 'denied')) return { result, denied: error };
    throw error;
  }
};

const detail = (result: HookResult, details: GetHookResultOutput): DetailedResult => ({
  ...result,
  invokedAt: result.invokedAt ?? details.InvokedAt?.toISOString(),
  failureMode: result.failureMode ?? details.FailureMode,
  reason: result.reason ?? details.HookStatusReason,
  targetType: result.targetType ?? details.Target?.TargetType,
  targetId: details.Target?.TargetId ?? result.targetId,
  action: details.Target?.Action,
  targetTypeName: details.Target?.TargetTypeName,
  version: details.TypeVersionId,
  annotations: (details.Annotations ?? []).map(toAnnotation),
});

const toAnnotation = (annotation: Annotation): ResultAnnotation => ({
  name: annotation.AnnotationName,
  status: annotation.Status,
  message: annotation.StatusMessage,
  remediation: annotation.RemediationMessage,
  link: annotation.RemediationLink,
  severity: annotation.SeverityLevel,
});
