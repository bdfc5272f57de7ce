import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = [...globSync('infra/aws/stack-set*.ts'), ...globSync('infra/rollout/*.ts')]
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

test('the policy for rollout has the action of every call to StackSets, and no other', () => {
  const called = sources.matchAll(/\bnew (\w+)Command\(|\bpaginate(\w+)\(/g);
  const { Statement }: { Statement: readonly { Action: string | readonly string[] }[] } = JSON.parse(
    readFileSync('infra/policy/rollout.json', 'utf8'),
  );
  const allowed = Statement.flatMap(({ Action }) => Action).filter((action) => action.startsWith('cloudformation:'));
  expect([...new Set([...called].map(([, command, page]) => `cloudformation:${command ?? page}`))].sort()).toEqual(
    allowed.sort(),
  );
});
