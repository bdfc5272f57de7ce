import { resolve } from 'node:path';
import { stderr, stdout } from 'node:process';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../support/events.ts';
import {
  allButTheGroup,
  differenceFrom,
  environmentOf,
  type Fault,
  gateFaults,
  type Outcome,
  serveS3,
  templateFaults,
} from '../trust/fault-table.ts';
import { startRuntime } from './runtime.ts';

/** What is asked of a function under each fault. */
interface Trial {
  readonly name: string;
  readonly code: string;
  readonly event: (origin: string) => unknown;
  readonly faults: readonly (readonly [name: string, fault: Fault, outcome: Outcome])[];
}

const named = (table: Readonly<Record<string, readonly [Fault, Outcome]>>): Trial['faults'] =>
  Object.entries(table).map(([name, [fault, outcome]]) => [name, fault, outcome]);

/** Injects each fault into each function under the runtime, and tells whether everything came as it has to. */
export const tryFaults = async (ric: string, codeOf: (name: string) => string): Promise<boolean> => {
  const passes: Outcome = { status: 'SUCCESS', message: /./ };
  const gate = { name: 'ResourceFunction', code: codeOf('ResourceFunction') };
  const trials: readonly Trial[] = [
    { ...gate, event: () => resourceEvent(groupOf(allOut)), faults: named(gateFaults) },
    { ...gate, event: () => resourceEvent(groupOf(tcpOut)), faults: [['all at once', allButTheGroup, passes]] },
    {
      name: 'TemplateFunction',
      code: codeOf('TemplateFunction'),
      event: (origin) => templateEvent('STACK', `${origin}/payload`),
      faults: named(templateFaults),
    },
  ];
  let wrong = 0;
  for (const trial of trials) {
    for (const [name, fault, outcome] of trial.faults) {
      const difference = differenceFrom(outcome, await ask(ric, trial, fault));
      if (difference === undefined) continue;
      wrong += 1;
      stderr.write(`${trial.name}: ${name}: ${difference}\n`);
    }
  }
  const count = trials.reduce((sum, { faults }) => sum + faults.length, 0);
  stdout.write(`${count} faults injected, ${count - wrong} answered as they have to be\n`);
  return wrong === 0;
};

/** The answer to one event; undefined where the function ended over it. */
const ask = async (ric: string, { name, code, event }: Trial, fault: Fault): Promise<unknown> => {
  const { origin, close } = await serveS3(fault.s3);
  const settings = environmentOf(fault, origin, resolve('node_modules'));
  const { api, ended, stop } = await startRuntime(ric, name, `${fault.before ?? ''};${code}`, settings);
  try {
    return await Promise.race([api.invoke(event(origin)).then(({ body }) => body), ended.catch(() => undefined)]);
  } finally {
    stop();
    close();
  }
};
