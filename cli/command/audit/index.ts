export { audit, auditHelp } from './audit.ts';
