export { evaluateRequest, type TemplateRequest } from './evaluate-request.ts';
export { NoTemplateError, PayloadError } from './fetch-text.ts';
