export { ApiError, unwrap } from './errors';
export type { FieldError, Problem } from './errors';
export { createStoreApi } from './storeApi';
export type { Failure, StoreApi } from './storeApi';
export type { Schemas } from './schemas';
