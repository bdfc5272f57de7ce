import { type Mode, modes } from '../../../infra/hook/index.ts';
import type { CountOrPercentage, Pace } from '../../../infra/rollout/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { RolloutValues } from './options.ts';

/** Organizational units, or the root of the organization. @throws {UsageError} */
export function readUnits({ ou }: Pick<RolloutValues, 'ou'>): readonly string[] {
  return readEach(
    'ou',
    ou,
    /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/,
    'an id such as ou-ab12-34567890 or r-ab12',
  );
}

/** @throws {UsageError} */
export function readRegions(values: Pick<RolloutValues, 'target-region'>): readonly string[] {
  return readEach(
    'target-region',
    values['target-region'],
    /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
    'a Region such as eu-west-1',
  );
}

/** How fast to go. @throws {UsageError} */
export function readPace(values: RolloutValues): Pace {
  const { 'failure-tolerance': tolerance, 'max-concurrent': concurrent } = values;
  return {
    isInParallel: values['regions-in-parallel'],
    ...(tolerance !== undefined && { failureTolerance: readAmount('failure-tolerance', tolerance, 0) }),
    ...(concurrent !== undefined && { maxConcurrent: readAmount('max-concurrent', concurrent, 1) }),
  };
}

/** The mode that `rollout mode` was given. @throws {UsageError} */
export function readMode([name, ...others]: readonly string[]): Mode {
  const mode = modes.find((one) => one === name);
  if (mode === undefined || others.length > 0)
    throw new UsageError(
      `rollout mode takes one of ${modes.join(', ')}: egress-guard rollout mode fail --ou ou-ab12-34567890`,
    );
  return mode;
}

/** The organizational units that are named, or undefined for all of them. @throws {UsageError} */
export function readUnitsOrAll(
  action: string,
  values: Pick<RolloutValues, 'ou' | 'all'>,
): readonly string[] | undefined {
  const units = readUnits(values);
  if (units.length > 0 === values.all)
    throw new UsageError(`rollout ${action} takes either --ou, as often as needed, or --all.`);
  return values.all ? undefined : units;
}

const readEach = (
  name: string,
  values: readonly string[] = [],
  pattern: RegExp,
  example: string,
): readonly string[] => {
  const each = split(values);
  const wrong = each.find((value) => !pattern.test(value));
  if (wrong !== undefined) throw new UsageError(`--${name} takes ${example}, not ${JSON.stringify(wrong)}.`);
  return each;
};

/** Several values may share an option, separated by commas. */
const split = (values: readonly string[]): string[] => [...new Set(values.flatMap((value) => value.split(',')))];

const AMOUNT = /^(0|[1-9]\d{0,4})(%?)$/;

const readAmount = (name: string, text: string, least: number): CountOrPercentage => {
  const [, digits = '', percent] = AMOUNT.exec(text) ?? [];
  const amount = { value: Number(digits), isPercentage: percent === '%' };
  const isRight = digits !== '' && amount.value >= least && (!amount.isPercentage || amount.value <= 100);
  if (!isRight)
    throw new UsageError(
      `--${name} takes a number of accounts from ${least}, or a percentage such as 25%, not ${JSON.stringify(text)}.`,
    );
  return amount;
};
