export { type Endpoint, listen } from './endpoint.ts';
export { makeSandbox, type Sandbox, type SandboxNews } from './sandbox.ts';
