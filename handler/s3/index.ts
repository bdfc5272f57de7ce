export { makeS3 } from './client.ts';
export { type ObjectStore, type StoredObject, StoreError, withTimeout } from './object-store.ts';
