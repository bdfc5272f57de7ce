import { UsageError } from '../usage-error.ts';
import { endWithNearest } from './arguments.ts';

/**
 * Reads the values of `--pseudo`, each `AWS::Name=Value`; later ones win.
 * @throws {UsageError}
 */
export function readPseudo(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [, name = '', text] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
      if (text !== undefined && names.includes(name)) return [name, text];
      const example = 'AWS::Region=eu-west-1';
      throw new UsageError(
        `--pseudo takes a pseudo parameter and its value, e.g. ${example}, not ${JSON.stringify(value)}${hintFor(value)}`,
      );
    }),
  );
}

const PREFIX = 'AWS::';

/** Every pseudo parameter that can be given; https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
const names = ['AccountId', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
  (name) => PREFIX + name,
);

const hintFor = (text: string): string => {
  const [, written = ''] = /^(?:AWS:{0,2})?([^=]*)=/s.exec(text) ?? [];
  return written === '' ? '.' : endWithNearest(PREFIX + written, names);
};
