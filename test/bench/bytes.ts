import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { profile } from '../support/profile.ts';
import type { Row } from './row.ts';

const dist = join(import.meta.dirname, '../../dist');

const KB = 1024;

/** How large what is deployed is, and how much of it one answer executes: the same each time, on every machine. */
export async function measureBytes(): Promise<readonly Row[]> {
  const { events } = createRequire(import.meta.url)('./events.cjs');
  const { executed } = await profile(join(dist, 'handler/resource.js'), events['a pass']);
  return [
    row('the bundle of the gate, with its names', sizeOf('handler/resource.js'), 60 * KB, 66_500),
    row('what a RESOURCE event executes of it', executed, 20 * KB),
    row('the bundle of the template function', sizeOf('handler/template.js'), 124_000),
    row('the template that deploys by itself', sizeOf('egress-guard.template.yaml'), 256 * KB),
    row('the template for an organization', sizeOf('egress-guard-organization.template.yaml'), 51_200),
  ];
}

const sizeOf = (path: string): number => statSync(join(dist, path)).size;

const row = (what: string, value: number, goal: number, bound = goal): Row => ({
  what,
  against: '',
  goal,
  bound,
  unit: 'bytes',
  value,
});
