import { egressAllProtocols } from './egress-all-protocols.ts';
import type { RuleMeta } from './rule.ts';
import { securityGroupWithoutEgress } from './without-egress.ts';

/** Every rule there is, as data; the first one always applies, the others where they are asked for. */
export const rules: readonly [RuleMeta, ...RuleMeta[]] = [egressAllProtocols, securityGroupWithoutEgress];
