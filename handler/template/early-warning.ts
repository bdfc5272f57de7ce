import type { EarlyWarning } from '../handle.ts';
import { evaluateRequest } from './evaluate-request.ts';
import { leaveToExemption } from './leave-finding-open.ts';

export const earlyWarning: EarlyWarning = { evaluateRequest, leaveToExemption };
