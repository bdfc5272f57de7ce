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

/** What a change of a change set does to a resource, where it does to one. */
export function toChanges({ ResourceChange: change }: Change): ResourceChange[] {
  return change === undefined
    ? []
    : [
        {
          action: actionOf(change),
          logicalId: change.LogicalResourceId ?? '',
          type: change.ResourceType ?? '',
          properties: propertiesOf(change),
        },
      ];
}

type SdkChange = NonNullable<Change['ResourceChange']>;

const actionOf = (change: SdkChange): ResourceChange['action'] => {
  const { Action: action, PolicyAction: policy } = change;
  if (action === 'Add') return 'added';
  if (action === 'Modify') return policy?.startsWith('Replace') ? 'replaced' : modified(change);
  if (action === 'Remove') return policy === 'Retain' ? 'released' : 'removed';
  return action === 'Import' ? 'imported' : 'unclear';
};

const modified = ({ Replacement: replacement }: SdkChange): ResourceChange['action'] => {
  if (replacement === 'True') return 'replaced';
  return replacement === 'Conditional' ? 'perhaps replaced' : 'changed';
};

const propertiesOf = ({ Details: details = [] }: SdkChange): string[] => {
  const names = details.map(({ Target: target }) => target?.Name ?? target?.Attribute ?? '');
  return [...new Set(names.filter((name) => name !== ''))].sort();
};
