export { evaluateRequest, type TemplateRequest } from './evaluate-request.ts';
export { NoTemplateError, PayloadError } from './payload-error.ts';
