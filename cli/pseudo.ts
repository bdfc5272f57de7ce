import { UsageError } from './usage-error.ts';

/** Every pseudo parameter that can be given; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const PSEUDO = /^(AWS::(?:AccountId|NotificationARNs|Partition|Region|StackId|StackName|URLSuffix))=(.*)$/s;

/**
 * Reads the values of `--pseudo`, each `AWS::Name=Value`; later ones win.
 * @throws {UsageError}
 */
export const readPseudo = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    values.map((value) => {
      const [, name, text] = PSEUDO.exec(value) ?? [];
      if (name === undefined || text === undefined)
        throw new UsageError(
          `--pseudo takes a pseudo parameter and its value, e.g. AWS::Region=eu-west-1, not ${JSON.stringify(value)}.`,
        );
      return [name, text];
    }),
  );
