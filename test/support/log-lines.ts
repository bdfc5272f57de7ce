/** What a function logged, line by line, by what the lines are. */
export interface LogLines {
  readonly decisions: readonly string[];
  /** One OCSF event for each finding. */
  readonly findings: readonly string[];
}

/** @throws where a line is neither, or is no JSON */
export const sortLines = (lines: readonly string[]): LogLines => {
  const decisions = lines.filter((line) => JSON.parse(line).event === 'decision');
  const findings = lines.filter((line) => JSON.parse(line).class_uid === 2003);
  if (decisions.length + findings.length !== lines.length) throw new Error('The log holds other lines.');
  return { decisions, findings };
};
