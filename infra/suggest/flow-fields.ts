import { missingFields, SET_FORMAT } from '../../flow/index.ts';
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

/**
 * Checks that what is needed is there.
 * @throws {RefusalError} which names what is missing, and the format to set in the flow log
 */
export function expectFields(where: string, has: (field: FlowField) => boolean): void {
  const missing = missingFields(flowFields.filter(has));
  if (missing.length > 0) throw new RefusalError(`${where} lacks ${missing.join(', ')}. ${SET_FORMAT}`);
}
