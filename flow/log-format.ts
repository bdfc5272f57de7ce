/** The fields of a record, in their order, by the names that AWS gives them: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
export type LogFormat = readonly string[];

/** What AWS writes where nobody says otherwise: the fields of version 2. */
export const DEFAULT_FORMAT: LogFormat = [
  ...['version', 'account-id', 'interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol'],
  ...['packets', 'bytes', 'start', 'end', 'action', 'log-status'],
];

/** Without these, nothing can be told of what an interface needs. */
const NEEDED = [
  ...['interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol'],
  ...['packets', 'bytes', 'start', 'end', 'action'],
];

/** Reads a format as it is given to a flow log, `${srcaddr} ${dstaddr}`, or as it stands in the first line of a file. */
export function readFormat(text: string): LogFormat {
  return text
    .trim()
    .split(/\s+/)
    .map((field) => field.replace(/^\$\{(.*)\}$/, '$1'));
}

/** Whether a line names fields, and is no record. */
export function isHeader(line: string): boolean {
  const fields = readFormat(line);
  return fields.includes('srcaddr') || fields.includes('interface-id');
}

/** The needed fields that a format lacks. */
export function missingFields(format: LogFormat): readonly string[] {
  return NEEDED.filter((field) => !format.includes(field));
}

/** As it is given to a flow log. */
export function formatText(format: LogFormat): string {
  return format.map((field) => `\${${field}}`).join(' ');
}

/** What to do about a format that lacks a field. */
export const SET_FORMAT = `Set in the flow log: --log-format '${formatText([...DEFAULT_FORMAT, 'tcp-flags', 'flow-direction'])}' (aws ec2 create-flow-logs); a flow log cannot be changed, so make a new one.`;
