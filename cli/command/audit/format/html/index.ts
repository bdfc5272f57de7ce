export { formatAuditHtml } from './page.ts';
