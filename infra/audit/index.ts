export {
  countGroups,
  type GroupPage,
  type LiveGroup,
  makeLiveStacks,
  pageLine,
  readGroups,
  readPages,
} from './aggregator/index.ts';
export { type AuditedStack, type AuditMemory, auditStacks } from './audit-stacks.ts';
export type { Excerpt } from './excerpt.ts';
export { makeReport } from './make-report.ts';
export { DamagedStateError, type Recall, readState, stateLine } from './memory.ts';
export type {
  AuditCounts,
  AuditExempted,
  AuditFinding,
  AuditReport,
  AuditUndetermined,
  InStack,
  NamedCounts,
  StackWithReason,
} from './report.ts';
export { selectStacks } from './select.ts';
export { consoleUrl, type DeployedStack, readStacks } from './stack.ts';
