export { earlyWarning } from './early-warning.ts';
export type { TemplateRequest } from './evaluate-request.ts';
