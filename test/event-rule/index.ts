import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { physicalIdOf, stackIdOf, usualHome } from '../../infra/sandbox/identity.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { renderTemplate, resourcesOf, STACK } from '../support/rendered-template.ts';
import { everything } from '../support/rendered-template-log.ts';
import { makeCases } from './events.ts';

const usage = `Usage: node test/event-rule/index.ts <folder of event-ruler and what it needs>

Asks Event Ruler, the matcher of EventBridge, which rules of the template match which events. Exit code 0: those that are to,
1: others, 2: wrong use. Needs a JDK, 17 or newer.
`;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

/** Whether each event matches each pattern. */
const ask = (folder: string, pairs: readonly (readonly [event: unknown, pattern: unknown])[]): readonly boolean[] => {
  const input = pairs.map(([event, pattern]) => `${encode(event)} ${encode(pattern)}\n`).join('');
  const { status, stdout: output } = spawnSync(
    'java',
    ['-cp', join(folder, '*'), join(import.meta.dirname, 'Matches.java')],
    { input, stdio: ['pipe', 'pipe', 'inherit'], encoding: 'ascii' },
  );
  if (status !== 0) exit(2);
  return output
    .trim()
    .split('\n')
    .map((line) => line === 'true');
};

const [folder] = argv.slice(2);
if (folder === undefined) {
  stderr.write(usage);
  exit(2);
}

const template = await readTemplate('template.yaml');
const rules = Object.entries(resourcesOf(renderTemplate(template, everything), 'AWS::Events::Rule'));
const typeOf = (id: string): string => String(part(template, 'Resources', id)['Type']);
const cases = makeCases((id) => physicalIdOf(typeOf(id), STACK, id), stackIdOf(STACK, usualHome));
const answers = ask(
  folder,
  cases.flatMap(({ event }) => rules.map(([, { EventPattern: pattern }]) => [event, pattern] as const)),
);
const wrong = cases.flatMap(({ name, rules: expected }, index) => {
  const matched = rules.flatMap(([id], rule) => (answers[index * rules.length + rule] ? [id] : []));
  const isRight = matched.toSorted().join() === expected.toSorted().join();
  return isRight
    ? []
    : [`${name}\n  is for ${expected.join(', ') || 'no rule'}, and matches ${matched.join(', ') || 'none'}`];
});
for (const line of wrong) stdout.write(`${line}\n`);
stdout.write(`${cases.length} events, ${rules.length} rules: ${wrong.length} answers are wrong.\n`);
exit(wrong.length === 0 ? 0 : 1);
