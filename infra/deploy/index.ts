export { discard, execute, prepare } from './deploy.ts';
