/** Whether a payload may be fetched from there: S3, or the one other origin that is set for local use. */
export function isPayloadUrl(text: string, origin: string | undefined): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.username === '' && url.password === '' && (isS3(url) || isAt(origin, url));
}

/**
 * Hosts of S3 as AWS documents its endpoints, in every partition with public names, with or without a bucket in front.
 * Strict about what stands behind `s3`: the names of load balancers end like those of S3, and anyone can choose them.
 */
const S3_HOST =
  /^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:-accelerate|-fips)?(?:\.dualstack)?(?:[.-][a-z]{2,4}(?:-[a-z]+)+-\d)?\.amazonaws\.(?:com|com\.cn|eu)$/;

const isS3 = ({ protocol, hostname, port }: URL): boolean =>
  protocol === 'https:' && S3_HOST.test(hostname) && port === '';

/** Unlike its `origin`, which a `blob:` URL borrows from the URL inside it. */
const isAt = (origin: string | undefined, { protocol, host }: URL): boolean => `${protocol}//${host}` === origin;
