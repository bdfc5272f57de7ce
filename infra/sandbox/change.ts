import { isDeepStrictEqual } from 'node:util';
import { stringify } from './properties.ts';
import type { Stack, StackResource } from './stack.ts';

/** A stack as it is to become, and as it is. */
export interface Operation {
  readonly stack: Stack;
  /** What is deployed already; absent: nothing, so the stack is created. */
  readonly previous?: Stack;
}

/** What an operation does to a resource. */
export interface Change {
  readonly action: 'CREATE' | 'UPDATE';
  readonly resource: StackResource;
  readonly previous?: StackResource;
}

/** CloudFormation looks into every nested stack, whose template may be another at the same place. */
export const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** What SAM makes a nested stack of. */
export const SAM_APPLICATION = 'AWS::Serverless::Application';

/** What has to be done to a resource: nothing where its properties are what they were, a number or its digits. */
export function changesOf(resource: StackResource, previous: Stack | undefined): Change[] {
  const before = previous?.resources.find(({ logicalId }) => logicalId === resource.logicalId);
  if (before?.type !== resource.type) return [{ action: 'CREATE', resource }];
  const isNested = resource.type === NESTED_STACK || resource.type === SAM_APPLICATION;
  const isSame = !isNested && isDeepStrictEqual(stringify(before.resolved), stringify(resource.resolved));
  return isSame ? [] : [{ action: 'UPDATE', resource, previous: before }];
}

/** The resources that an operation takes away. */
export function removedBy({ stack, previous }: Operation): StackResource[] {
  const kept = new Set(stack.resources.map(({ logicalId }) => logicalId));
  return (previous?.resources ?? []).filter(({ logicalId }) => !kept.has(logicalId));
}
