/** Thrown where AWS would refuse a request; told in the protocol of the request. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What CloudFormation calls most of what it refuses. */
export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
