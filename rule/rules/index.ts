import type { Rule } from '../rule.ts';
import { securityGroupEgressWithAllPorts } from './security-group-egress-with-all-ports.ts';
import { securityGroupEgressWithAllProtocols } from './security-group-egress-with-all-protocols.ts';
import { securityGroupWithoutEgress } from './security-group-without-egress.ts';

export { casesWithoutEgress, insteadOf } from './security-group/index.ts';

/** Every rule there is. */
export const rules: readonly Rule[] = [
  securityGroupEgressWithAllProtocols,
  securityGroupWithoutEgress,
  securityGroupEgressWithAllPorts,
];
