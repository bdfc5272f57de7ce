export { makeS3 } from './client.ts';
export { type ObjectStore, type StoredObject, StoreError, within } from './object-store.ts';
