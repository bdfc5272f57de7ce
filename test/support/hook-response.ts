import { expect } from 'vitest';

type Check = (value: unknown) => boolean;

const text =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length >= 1 && value.length <= max && value.isWellFormed();

const line =
  (max: number): Check =>
  (value) =>
    text(max)(value) && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(String(value));

const oneOf =
  (...values: string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);

/** Limits of the platform, and those that its clients set on what they show. */
const annotationChecks: Readonly<Record<string, Check>> = {
  annotationName: line(1024),
  status: oneOf('PASSED', 'FAILED', 'SKIPPED'),
  statusMessage: line(16_384),
  remediationMessage: line(16_384),
  remediationLink: (value) => line(5120)(value) && /^https:\/\//.test(String(value)),
  severityLevel: oneOf('INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'),
};

/** What of the fields of an object is wrong, or unknown, or missing. */
const faultsOf = (value: unknown, checks: Readonly<Record<string, Check>>, required: readonly string[]): string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['not an object'];
  const fields = Object.entries(value);
  const wrong = fields.filter(([key, field]) => !Object.hasOwn(checks, key) || !checks[key]?.(field));
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  return [...wrong.map(([key]) => `wrong ${key}`), ...missing.map((key) => `missing ${key}`)];
};

const isAnnotations: Check = (value) =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.length <= 50 &&
  value.every((item) => faultsOf(item, annotationChecks, ['annotationName', 'status', 'statusMessage']).length === 0);

const responseChecks: Readonly<Record<string, Check>> = {
  hookStatus: oneOf('SUCCESS', 'FAILED'),
  errorCode: oneOf('NonCompliant', 'InternalFailure'),
  message: line(1000),
  clientRequestToken: text(4096),
  annotations: isAnnotations,
};

/** Every way in which a response breaks the contract of Lambda Hooks; a rule that decides at once never says IN_PROGRESS. */
export const breachesOf = (response: unknown): string[] => {
  const faults = faultsOf(response, responseChecks, ['hookStatus', 'message']);
  const { hookStatus, errorCode } = Object(response);
  return (hookStatus === 'FAILED') === (errorCode !== undefined)
    ? faults
    : [...faults, `${hookStatus} with errorCode ${errorCode}`];
};

export const expectWellFormed = (response: unknown): void => {
  expect(breachesOf(response)).toEqual([]);
};
