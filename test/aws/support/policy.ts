import { part, statementsOf } from '../../support/deployed.ts';

const actionsIn = (statement: object): string[] => {
  const { Action = [] } = part(statement);
  return (Array.isArray(Action) ? Action : [Action]).map(String);
};

/** The actions that an IAM policy allows. */
export const actionsOf = (policy: object): ReadonlySet<string> => new Set(statementsOf(policy).flatMap(actionsIn));

/** The policy without one of its actions. */
export const without = (policy: object, action: string): object => {
  const left = statementsOf(policy).map((statement) => ({
    ...statement,
    Action: actionsIn(statement).filter((one) => one !== action),
  }));
  return { ...policy, Statement: left.filter(({ Action }) => Action.length > 0) };
};

/** The same actions on any resource: moto knows the actions of CloudFormation, and neither its resources nor conditions. */
export const onAnyResource = (policy: object): object => ({
  ...policy,
  Statement: statementsOf(policy).map(({ Condition: _condition, ...statement }) => ({ ...statement, Resource: '*' })),
});
