import type { Area, CountOrPercentage, CreateSet, Pace, Step } from '../../../infra/rollout/index.ts';
import { layTable, type Row, type Terminal } from '../../terminal/index.ts';

/** How fast it goes, in a sentence. */
export function paceText({ failureTolerance, maxConcurrent = ONE, isInParallel }: Pace): string {
  const failures = failureTolerance === undefined || failureTolerance.value === 0;
  const end = failures ? 'ends with the first failure' : `ends once more than ${amountText(failureTolerance)} failed`;
  const regions = isInParallel ? 'All Regions at once' : 'Region after Region';
  return `${regions}, ${amountText(maxConcurrent)} at a time in each; a Region ${end}.`;
}

/** What is going to be done, as a table. */
export function layPlan(steps: readonly Step[], pace: Pace, paint: Terminal['paint']): string {
  return `${layTable(['STEP', 'UNIT', 'REGIONS', 'WHAT'], steps.flatMap(toRows), paint)}${paceText(pace)}\n`;
}

const ONE: CountOrPercentage = { value: 1, isPercentage: false };

const amountText = ({ value, isPercentage }: CountOrPercentage): string =>
  isPercentage ? `${value}% of the accounts` : `${value} account${value === 1 ? '' : 's'}`;

const colours = {
  CREATE_SET: 'green',
  CREATE_INSTANCES: 'green',
  UPDATE_SET: 'yellow',
  UPDATE_INSTANCES: 'yellow',
  DELETE_INSTANCES: 'red',
  DELETE_SET: 'red',
} as const;

const toRows = (step: Step): Row[] => cellsOf(step).map((cells) => ({ cells, paint: colours[step.kind] }));

type Cells = readonly [step: string, unit: string, regions: string, what: string];

const cellsOf = (step: Step): readonly Cells[] => {
  switch (step.kind) {
    case 'CREATE_SET':
      return [['create the stack set', '', '', `${parameterText(step.parameters)}; ${autoText(step.isAutoDeployed)}`]];
    case 'UPDATE_SET':
      return [['update the stack set and its stacks', 'all', regionsText(step.regions), step.changes.join(', ')]];
    case 'CREATE_INSTANCES':
      return areaCells('create stacks', step, 'one in each account that has none');
    case 'UPDATE_INSTANCES':
      return areaCells('update stacks', step, parameterText(step.overrides));
    case 'DELETE_INSTANCES':
      return areaCells('delete stacks', step, 'the log groups stay');
    case 'DELETE_SET':
      return [['delete the stack set', '', '', '']];
  }
};

const parameterText = (parameters: CreateSet['parameters']): string =>
  parameters
    .map(({ ParameterKey, ParameterValue, UsePreviousValue }) =>
      UsePreviousValue === true ? `${ParameterKey} as it is` : `${ParameterKey}=${ParameterValue}`,
    )
    .join(', ');

const autoText = (isAutoDeployed: boolean): string =>
  isAutoDeployed ? 'accounts that join get it, too' : 'accounts that join do not get it';

/** As many as a person reads. */
const SHOWN_REGIONS = 6;

const regionsText = (regions: readonly string[]): string =>
  regions.length > SHOWN_REGIONS
    ? `${regions.length} Regions: ${regions.slice(0, SHOWN_REGIONS).join(', ')}, ...`
    : regions.join(', ');

/** A row for each unit: all that is going to change is shown, however much. */
const areaCells = (step: string, { organizationalUnits, regions }: Area, what: string): Cells[] =>
  organizationalUnits.map((unit, index) => [
    index === 0 ? step : '',
    unit,
    regionsText(regions),
    index === 0 ? what : '',
  ]);
