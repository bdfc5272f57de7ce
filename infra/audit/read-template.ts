import { type CloudFormationClient, GetTemplateCommand, type TemplateStage } from '@aws-sdk/client-cloudformation';
import { printable } from '../../rule/index.ts';
import { explainAwsFault, isAwsError, isMissingStack, statusOf } from '../aws/index.ts';
/** The template of a stack, or why there is none; `isOriginal`: it is as written, its macros not run. */
export type TemplateReading =
  | { readonly kind: 'read'; readonly text: string; readonly isOriginal: boolean }
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'gone' };

/** Reads the template of a stack with its macros run; where CloudFormation will not give that, as it is written. */
export async function readTemplate(
  client: CloudFormationClient,
  stackId: string,
  abortSignal: AbortSignal,
): Promise<TemplateReading> {
  const ask = async (stage: TemplateStage): Promise<string | undefined> => {
    const command = new GetTemplateCommand({ StackName: stackId, TemplateStage: stage });
    const { TemplateBody: text = '' } = await client.send(command, { abortSignal });
    return text === '' ? undefined : text;
  };
  try {
    const processed = await ask('Processed').catch((error: unknown) => {
      if (!isRefused(error)) throw error;
      return undefined;
    });
    const text = processed ?? (await ask('Original'));
    if (text === undefined) return { kind: 'unread', reason: 'CloudFormation gives no template of it' };
    return { kind: 'read', text, isOriginal: processed === undefined };
  } catch (error) {
    return explain(error);
  }
}

const isRefused = (error: unknown): boolean =>
  isOfTheStack(error) && isAwsError(error, 'invalid') && !isMissingStack(error);

/** An error that AWS gave as an answer about one stack; what it says of the caller, the next one would be answered, too. */
const isOfTheStack = (error: unknown): error is Error =>
  error instanceof Error && !isAwsError(error, 'expired', 'unrecognized') && statusOf(error) !== undefined;

const MAX_REASON = 400;

/** @throws what is no answer about this stack */
const explain = (error: unknown): TemplateReading => {
  if (!isOfTheStack(error)) throw error;
  if (isMissingStack(error)) return { kind: 'gone' };
  return { kind: 'unread', reason: printable(shorten(explainAwsFault(error) ?? error.message), MAX_REASON) };
};

/** Whom and what stack AWS names is the same, or told beside it: of a refusal, which permission is missing and why counts. */
const shorten = (reason: string): string =>
  reason.replace(/^(the permission \S+ is missing)\. AWS says: .* on resource: \S+ ?(.*)$/s, (_all, what, why) =>
    why === '' ? what : `${what} (${why})`,
  );
