/** What CloudFormation calls a quota that is used up. The SDK takes it for throttling, and tries again for most of a minute. */
const TAKEN_FOR_THROTTLING = 'LimitExceededException';

/** Hands on at once that a quota is used up: as `LimitExceeded`, which the SDK does not try again. */
export function tellQuota<Input, Output>(next: (input: Input) => Promise<Output>): (input: Input) => Promise<Output> {
  return async (input) => {
    try {
      return await next(input);
    } catch (error) {
      if (error instanceof Error && error.name === TAKEN_FOR_THROTTLING) error.name = 'LimitExceeded';
      throw error;
    }
  };
}
