export { ask } from './answer.ts';
export { type Case, casesOf, isPortless, openParts } from './case.ts';
export { casesWithoutEgress, MAX_CASES } from './cases-without-egress.ts';
export { destinationsOf, isLoopback } from './destination.ts';
export {
  checkEntries,
  type Doubt,
  EGRESS_META,
  type EgressEntry,
  egressLists,
  entryLabel,
  groupIdentity,
  identityOf,
  KNOWN_LATER,
  LITERALLY,
  NO_EGRESS,
  protocolsOf,
  REFERENCE,
  remediationFor,
  SECURITY_GROUP,
  SECURITY_GROUP_EGRESS,
  undeterminedAt,
  writtenEntries,
} from './entry.ts';
export { insteadOf } from './instead.ts';
export { type IpProtocol, readIpProtocol } from './ip-protocol.ts';
export { shown, writtenValue } from './written.ts';
