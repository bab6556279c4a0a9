import { createStoreApi, type Schemas } from '@startupwebapp/api-client';

const meta = document.querySelector<HTMLMetaElement>('meta[name="api-base"]');
const base = meta?.content || import.meta.env.VITE_API_BASE || '';

export const storeApi = createStoreApi(base);
export const { client } = storeApi;

export type Session = Schemas['Session'];
export type Store = Session['store'];
export type Image = Schemas['Image'];
export type ProductSummary = Schemas['ProductSummary'];
export type Product = Schemas['Product'];
export type Sku = Schemas['Sku'];
export type Collection = Schemas['Collection'];
export type ShippingMethod = Schemas['ShippingMethod'];
export type Cart = Schemas['Cart'];
export type CartLine = Schemas['CartLine'];
export type CartProblem = Cart['problems'][number];
export type Checkout = Schemas['Checkout'];
export type Order = Schemas['Order'];
export type Address = Schemas['Address'];
export type Unsubscription = Schemas['Unsubscription'];
export type UnsubscribeReason = Schemas['UnsubscribeReason'];
