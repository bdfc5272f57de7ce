export { type Origin, originOf } from './origin.ts';
export { type HookRequest, isUpdate, parseRequest, RequestError, readToken } from './request.ts';
