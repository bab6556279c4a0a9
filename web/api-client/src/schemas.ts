import type { components } from './schema.gen';

/** The shapes that docs/openapi.yaml names: Schemas['Cart'], Schemas['Product'] and so on. */
export type Schemas = components['schemas'];
