import type { PayloadServer } from './payload-server.ts';

/** Puts an exemptions document where the function reads it, and tells what it has to be set to; it asks with credentials. */
export function exemptionsSettings(server: PayloadServer, document: Buffer): Record<string, string> {
  server.putObject(BUCKET, KEY, document);
  return {
    EGRESS_GUARD_EXEMPTIONS_URI: `s3://${BUCKET}/${KEY}`,
    AWS_ENDPOINT_URL_S3: server.origin,
    AWS_ACCESS_KEY_ID: 'simulated',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
}

const BUCKET = 'simulated';

const KEY = 'exemptions.json';
