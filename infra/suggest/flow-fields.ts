import { RefusalError } from '../aws/index.ts';

/**
 * The fields of flow logs that are asked for, by the names that AWS gives them:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const flowFields = [
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'tcp-flags',
  'flow-direction',
] as const;

export type FlowField = (typeof flowFields)[number];

/** Without these the other ones tell no need; what the rest is for can be done without. */
const needless: readonly FlowField[] = ['log-status', 'tcp-flags', 'flow-direction'];

/** The format that AWS writes where nobody says otherwise. */
export const DEFAULT_FORMAT =
  '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}';

/** A format that has all that is asked for. */
const BEST_FORMAT = `${DEFAULT_FORMAT} \${tcp-flags} \${flow-direction}`;

/**
 * Checks that what is needed is there.
 * @throws {RefusalError} which names what is missing, and the format to set in the flow log
 */
export function expectFields(where: string, has: (field: FlowField) => boolean): void {
  const missing = flowFields.filter((field) => !has(field) && !needless.includes(field));
  if (missing.length > 0)
    throw new RefusalError(
      `${where} lacks ${missing.join(', ')}. Set in the flow log: --log-format '${BEST_FORMAT}' (aws ec2 create-flow-logs); a flow log cannot be changed, so make a new one.`,
    );
}
