import { createStoreApi, type Schemas } from '@startupwebapp/api-client';

export const storeApi = createStoreApi('');
export const { client } = storeApi;

export type Session = Schemas['Session'];
