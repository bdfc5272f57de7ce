import type { RuleMeta } from '../rule.ts';
import { egressAllProtocols } from './security-group-egress-with-all-protocols.ts';
import { securityGroupWithoutEgress } from './security-group-without-egress.ts';

/** Every rule there is, as data; the first one always applies, the others where they are asked for. */
export const rules: readonly [RuleMeta, ...RuleMeta[]] = [egressAllProtocols, securityGroupWithoutEgress];
