/** A stack event, with the names and the words of `DescribeStackEvents`. */
export interface StackEvent {
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly HookType?: string;
  readonly HookStatus?: string;
  readonly HookStatusReason?: string;
  readonly HookInvocationPoint?: 'PRE_PROVISION';
  readonly HookFailureMode?: FailureMode;
}

export type FailureMode = 'FAIL' | 'WARN';
