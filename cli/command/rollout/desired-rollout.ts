import type { DesiredRollout } from '../../../infra/rollout/index.ts';
import { namesByHand, readParameters, refuseTwice, valuesOf } from '../../input/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { loadBuiltTemplate } from '../deploy/index.ts';
import type { RolloutValues } from './options.ts';
import { readRegions, readUnits } from './values.ts';

/** Reads what a rollout is to come to, and checks it against the template. @throws {UsageError} */
export async function readWish(values: RolloutValues, terminal: Terminal, dist: string): Promise<DesiredRollout> {
  const given = await readGiven(values, terminal);
  const parameters = new Map(Object.entries(given));
  const wish = { ...readArea(values), ...readMode(values), ...readAutoDeployment(values), parameters };
  const asked = { template: values.template, given };
  const { text, declared } = await loadBuiltTemplate(asked, terminal, dist);
  return { ...wish, template: text, parameterNames: new Set(declared) };
}

const readGiven = async (values: RolloutValues, terminal: Terminal): Promise<Readonly<Record<string, string>>> => {
  const parameters = await readParameters(values.parameters ?? [], terminal);
  refuseTwice(namesByHand(parameters));
  return valuesOf(parameters);
};

const readArea = (values: RolloutValues) => {
  const area = { organizationalUnits: readUnits(values), regions: readRegions(values) };
  if (area.organizationalUnits.length > 0 === area.regions.length > 0) return area;
  throw new UsageError('--ou and --target-region go together: each unit is rolled out in each of these Regions.');
};

const readMode = (values: RolloutValues): Pick<DesiredRollout, 'mode'> => {
  const flag = readEither(values, 'warn', 'fail');
  return flag === 'warn' || flag === 'fail' ? { mode: flag } : {};
};

type Flag = 'warn' | 'fail' | 'auto-deployment' | 'no-auto-deployment';

/** Which of two flags was given, if any. @throws {UsageError} */
const readEither = (values: RolloutValues, first: Flag, second: Flag): Flag | undefined => {
  if (values[first] && values[second])
    throw new UsageError(`--${first} and --${second} contradict each other: give one.`);
  return [first, second].find((flag) => values[flag]);
};

const readAutoDeployment = (values: RolloutValues): Pick<DesiredRollout, 'isAutoDeployed'> => {
  const flag = readEither(values, 'auto-deployment', 'no-auto-deployment');
  return flag === undefined ? {} : { isAutoDeployed: flag === 'auto-deployment' };
};
