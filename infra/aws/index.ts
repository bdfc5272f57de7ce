export { type Account, readAccount } from './account.ts';
export { uploadTemplate } from './artifact.ts';
export { artifactsBucketName, createArtifactsBucket, hasArtifactsBucket } from './artifacts-bucket.ts';
export { isAbort, isAwsError, isForbidden, isMissingStack, isRefused, statusOf } from './aws-error.ts';
export { explainAwsFault, explainStackSetFault, faultText, isPassingFault } from './aws-fault.ts';
export { secureBucket } from './bucket-settings.ts';
export {
  type ChangeSet,
  type ChangeSetId,
  createChangeSet,
  deleteChangeSet,
  executeChangeSet,
  readChangeSet,
} from './change-set.ts';
export { type Clients, type Connection, makeClients } from './clients.ts';
export { deleteStack, requestDeletion } from './delete-stack.ts';
export {
  changeConfiguration,
  type RegisteredConfiguration,
  readConfiguration,
  writeConfiguration,
} from './hook-configuration.ts';
export { type HookResult, type Outcome, outcomeNames } from './hook-result.ts';
export {
  type DetailedResult,
  type DetailedResults,
  type ResultAnnotation,
  readDetails,
} from './hook-result-details.ts';
export {
  type HookApi,
  type HookResults,
  listHookResults,
  type ResultsQuery,
  type ResultsTarget,
} from './hook-results.ts';
export { type Drift, declaredSettings, driftOf, type HookSettings, registeredSettings } from './hook-settings.ts';
export { type HookType, readHookType } from './hook-type.ts';
export { type LiveFunction, readFunction } from './live-function.ts';
export { type LiveRole, readRole } from './live-role.ts';
export { LostSightError, RefusalError } from './own-error.ts';
export { expectOwnStack } from './own-stack.ts';
export { pagesOf } from './pages.ts';
export { expectProfile } from './profile.ts';
export { countVersions, purgeBucket } from './purge-bucket.ts';
export type { ResourceChange } from './resource-change.ts';
export { readStack, type Stack } from './stack.ts';
export { followStack, lastEventId, readEvents, type StackEvent, type Watch } from './stack-events.ts';
export { type Failure, firstFailure, lastOperation } from './stack-failure.ts';
export { readPhysicalIds } from './stack-resources.ts';
export { managementAccountOf, readStackSet, type StackSet, type StackSetAddress } from './stack-set.ts';
export { listInstances, type OverriddenInstance, type StackSetInstance, withOverrides } from './stack-set-instance.ts';
export {
  followOperation,
  isUnderWay,
  listOperations,
  listResults,
  type Operation,
  type OperationResult,
  SUSPENDED,
} from './stack-set-operation.ts';
export { listTargets, type Targets, withInstances } from './stack-set-target.ts';
export { isBusy, isGood, phaseOf } from './stack-status.ts';
