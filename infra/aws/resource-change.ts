import type { Change } from '@aws-sdk/client-cloudformation';

/** What would become of a resource. */
export interface ResourceChange {
  readonly action:
    | 'added'
    | 'changed'
    | 'replaced'
    | 'perhaps replaced'
    | 'removed'
    | 'released'
    | 'imported'
    | 'unclear';
  readonly logicalId: string;
  readonly type: string;
  /** The properties that change. */
  readonly properties: readonly string[];
}

type SdkChange = NonNullable<Change['ResourceChange']>;

const modified = ({ Replacement: replacement }: SdkChange): ResourceChange['action'] => {
  if (replacement === 'True') return 'replaced';
  return replacement === 'Conditional' ? 'perhaps replaced' : 'changed';
};

const actionOf = (change: SdkChange): ResourceChange['action'] => {
  const { Action: action, PolicyAction: policy } = change;
  if (action === 'Add') return 'added';
  if (action === 'Modify') return policy?.startsWith('Replace') ? 'replaced' : modified(change);
  if (action === 'Remove') return policy === 'Retain' ? 'released' : 'removed';
  return action === 'Import' ? 'imported' : 'unclear';
};

const propertiesOf = ({ Details: details = [] }: SdkChange): string[] => {
  const names = details.map(({ Target: target }) => target?.Name ?? target?.Attribute ?? '');
  return [...new Set(names.filter((name) => name !== ''))].sort();
};

/** What a change of a change set does to a resource, where it does to one. */
export const toChanges = ({ ResourceChange: change }: Change): ResourceChange[] =>
  change === undefined
    ? []
    : [
        {
          action: actionOf(change),
          logicalId: change.LogicalResourceId ?? '',
          type: change.ResourceType ?? '',
          properties: propertiesOf(change),
        },
      ];
