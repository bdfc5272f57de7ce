import { existsSync } from 'node:fs';
import type { RuleGuide } from '../../../../rule/rule.ts';
import type { Suite } from './table.ts';

/** How the file of a rule, and that of its table, is called. */
export function fileOf(id: string): string {
  return id.replaceAll('_', '-');
}

/** Where the table of a rule belongs. */
export function tableOf(id: string): string {
  return `test/rule/rules/${fileOf(id)}.ts`;
}

/** Whether somebody has written the table of a rule. */
export function hasSuite(id: string): boolean {
  return existsSync(tableOf(id));
}

/** The table of a rule. @throws where there is none */
export async function loadSuite(id: string): Promise<Suite> {
  return await import(`../${fileOf(id)}.ts`);
}

/** What the file of a rule tells who is new to it. @throws where there is no such file */
export async function loadGuide(id: string): Promise<RuleGuide> {
  const { guide } = await import(`../../../../rule/rules/${fileOf(id)}.ts`);
  return guide;
}
