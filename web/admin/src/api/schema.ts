import type { Schemas } from '@startupwebapp/api-client';

/** What GET /api/admin/schema tells; docs/admin.md, "The API". */
export type AdminSchema = Schemas['AdminSchema'];
export type Resource = Schemas['AdminResource'];
export type Field = Schemas['AdminField'];
export type FieldType = Field['type'];
export type Inline = Resource['inlines'][number];
export type Action = Resource['actions'][number];
export type Verb = Action['verb'];

export interface Settings {
  name: string;
  currency: string;
  currency_exponent: number;
  media_url: string;
  /** Where customers find the shop, whatever address the admin is reached by; without a slash at its end. */
  public_url: string;
  time_zone: string;
}

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** An object of a resource. `version` comes with single objects alone. */
export interface AdminObject {
  id: string;
  title: string;
  version?: string;
  values: Record<string, Value>;
}

export interface Page {
  items: AdminObject[];
  next_cursor: string | null;
  total: number;
  total_is_exact: boolean;
}

export interface Affected {
  resource: string;
  action: string;
  count: number;
}

export interface BulkResult {
  dry_run: boolean;
  done: number;
  change_id?: number | null;
  affected: Affected[];
}

export interface ChangedRow {
  resource: string;
  object_id: string;
  title: string | null;
  action: 'insert' | 'update' | 'delete';
  before: Record<string, Value> | null;
  after: Record<string, Value> | null;
}

export interface Change {
  change_id: number;
  at: string;
  user_id: number | string | null;
  username: string;
  undone_by: number | null;
  undoes: number | null;
  can_undo: boolean;
  /** Lists show the first 20 of them; one change alone up to 1,000. */
  row_count: number;
  rows: ChangedRow[];
}

export interface SavedFilter {
  id: number | string;
  resource: string;
  name: string;
  query: { q?: string; filter?: Record<string, Value>; sort?: string };
  shared: boolean;
  own?: boolean;
}
