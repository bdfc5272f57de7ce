import { matchesPattern } from '../../rule/index.ts';
import { type DeployedStack, readStackId } from './stack.ts';

/** Which stacks an audit is about. */
export interface Selection {
  /** Names of stacks, `*` and `?` match; each brings its nested ones along. None: all. */
  readonly only: readonly string[];
  /** Names of stacks to leave out, `*` and `?` match. */
  readonly excluded: readonly string[];
  /** The stack of the hook itself, which the hook leaves alone. */
  readonly ownName: string;
}

/** A stack that is not looked at, and why. */
export interface LeftOut {
  readonly stack: DeployedStack;
  readonly reason: string;
}

export interface Selected {
  readonly stacks: readonly DeployedStack[];
  readonly leftOut: readonly LeftOut[];
  /** What was asked for and matches no stack. */
  readonly unmatched: readonly string[];
}

/** Tells the stacks to look at from those to leave out. */
export function selectStacks(all: readonly DeployedStack[], selection: Selection): Selected {
  const { only } = selection;
  const wanted = only.length === 0 ? all : all.filter((stack) => only.some((pattern) => isMeant(pattern, stack)));
  const judged = wanted.map((stack) => ({ stack, reason: reasonAgainst(stack, selection) }));
  return {
    stacks: judged.flatMap(({ stack, reason }) => (reason === undefined ? [stack] : [])),
    leftOut: judged.flatMap(({ stack, reason }) => (reason === undefined ? [] : [{ stack, reason }])),
    unmatched: only.filter((pattern) => !all.some((stack) => isMeant(pattern, stack))),
  };
}

const isMeant = (pattern: string, { name, rootId = '' }: DeployedStack): boolean =>
  matchesPattern(pattern, name) || (rootId !== '' && matchesPattern(pattern, readStackId(rootId).name));

/** There is nothing in them that CloudFormation could update. */
const INACTIVE: readonly string[] = [
  'DELETE_COMPLETE',
  'DELETE_IN_PROGRESS',
  'REVIEW_IN_PROGRESS',
  'ROLLBACK_COMPLETE',
];

const reasonAgainst = ({ name, status }: DeployedStack, { excluded, ownName }: Selection): string | undefined => {
  if (name === ownName) return 'it is the stack of the hook itself';
  const pattern = excluded.find((one) => matchesPattern(one, name));
  if (pattern !== undefined) return `its name matches ${pattern}, which is excluded`;
  return INACTIVE.includes(status) ? `its status is ${status}` : undefined;
};
