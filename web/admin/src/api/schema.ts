/** What GET /api/admin/schema tells; docs/admin.md, "The API". */
export type Verb = 'view' | 'add' | 'change' | 'delete';

export type FieldType =
  | 'integer'
  | 'money'
  | 'basis_points'
  | 'boolean'
  | 'text'
  | 'long_text'
  | 'html'
  | 'email'
  | 'url'
  | 'slug'
  | 'choice'
  | 'reference'
  | 'time'
  | 'json'
  | 'texts'
  | 'file'
  | 'password'
  | 'bytes';

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  help: string | null;
  minimum: number | null;
  maximum: number | null;
  choices: string[] | null;
  reference: string | null;
  required: boolean;
  nullable: boolean;
  read_only: boolean;
  create_only: boolean;
  list: boolean;
  search: boolean;
  filter: boolean;
  sort: boolean;
  computed: boolean;
}

export interface Inline {
  resource: string;
  field: string;
  label: string;
}

export interface Action {
  name: string;
  label: string;
  verb: Verb;
  confirm: string | null;
}

export interface Resource {
  name: string;
  label: string;
  label_one: string;
  group: string;
  help: string | null;
  sort: string | null;
  can: Record<Verb, boolean>;
  undo: boolean;
  fields: Field[];
  inlines: Inline[];
  actions: Action[];
}

export interface AdminSchema {
  user: { id?: string | number; username: string; is_superuser: boolean };
  resources: Resource[];
  settings: Settings;
}

export interface Settings {
  name: string;
  currency: string;
  currency_exponent: number;
  media_url: string;
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
