import type { JsonObject } from '../../../rule/index.ts';

/** A resource that Cloud Control made. */
export interface Resource {
  readonly type: string;
  readonly identifier: string;
  properties: JsonObject;
}

/** What Cloud Control keeps. */
export interface CloudControl {
  readonly resources: Map<string, Resource>;
  readonly requests: Map<string, RequestRecord>;
}

interface RequestRecord {
  readonly progress: JsonObject;
  readonly hookEvents: readonly JsonObject[];
}

export function makeCloudControl(): CloudControl {
  return { resources: new Map(), requests: new Map() };
}
