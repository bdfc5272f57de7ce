export { evaluateRequest, type TemplateRequest } from './evaluate-request.ts';
