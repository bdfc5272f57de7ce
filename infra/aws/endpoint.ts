/** Notes, of a call that fails, where it went: of a lost connection Node tells an address at the most. */
export function noteEndpoint<Input extends { readonly request?: unknown }, Output>(
  next: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  return async (input) => {
    try {
      return await next(input);
    } catch (error) {
      const origin = originOf(input.request);
      if (error instanceof Error && origin !== undefined) origins.set(error, origin);
      throw error;
    }
  };
}

/** Where the call went that failed with this error. */
export function endpointOf(error: Error): string | undefined {
  return origins.get(error);
}

const origins = new WeakMap<Error, string>();

const originOf = (request: unknown): string | undefined => {
  if (!isHttpRequest(request)) return undefined;
  const { protocol, hostname, port } = request;
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
};

/** Before the deserialization, a request of the SDK has the parts of its URL. */
interface HttpRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
}

const isHttpRequest = (request: unknown): request is HttpRequest =>
  typeof request === 'object' && request !== null && 'protocol' in request && 'hostname' in request;
