// The registry against the database: what the schema tells is there, of a fitting type, and what is there is told.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { newStaff, startAdmin } from '../support/admin.js';
import { assertStatus } from '../support/sales.js';

let store, resources, columns;
before(async () => {
  store = await startAdmin();
  const staff = await newStaff(store);
  ({ resources } = assertStatus(await staff.get('/api/admin/schema'), 200).body);
  columns = new Map();
  for (const column of await store.sql(`select table_name, column_name, data_type, is_nullable = 'YES' as nullable,
      column_default is not null or is_identity = 'YES' as has_default,
      is_identity = 'YES' or is_generated = 'ALWAYS' as computed
    from information_schema.columns where table_schema = 'public'`))
    columns.set(`${column.table_name}.${column.column_name}`, column);
});
after(() => store?.stop());

const views = ['email_sent']; // PostgreSQL does not say of a view's columns whether they can be null
const types = {
  integer: ['bigint', 'integer', 'smallint'], money: ['bigint'], basis_points: ['integer'], boolean: ['boolean'],
  text: ['text', 'uuid'], long_text: ['text'], html: ['text'], email: ['text'], url: ['text'], slug: ['text'], choice: ['text'],
  reference: ['bigint', 'integer', 'text'], time: ['timestamp with time zone'], json: ['jsonb'], texts: ['ARRAY'], file: ['text'],
  bytes: ['bytea'],
};
const fieldsOf = () => resources.flatMap((resource) => resource.fields.map((field) => ({ resource, field, name: `${resource.name}.${field.name}` })));

test('every field is a column of a fitting type', () => {
  for (const { field, name } of fieldsOf()) {
    if (field.computed || field.type === 'password') continue;
    const column = columns.get(name);
    assert.ok(column, `${name} is no column`);
    assert.ok(types[field.type].includes(column.data_type), `${name} is ${column.data_type}, not ${field.type}`);
  }
});

test('null is told where it can be; what must be given is required; what is computed is read-only', () => {
  for (const { resource, field, name } of fieldsOf()) {
    if (field.computed || field.type === 'password') continue;
    const column = columns.get(name);
    if (!views.includes(resource.name)) assert.equal(field.nullable, column.nullable, `${name}: nullable`);
    if (column.computed) assert.ok(field.read_only, `${name}: PostgreSQL computes it`);
    if (resource.can.add && !column.nullable && !column.has_default && !field.read_only) assert.ok(field.required, `${name}: required`);
  }
});

test('every column without a default can be given where something can be added', () => {
  for (const resource of resources.filter(({ can }) => can.add))
    for (const column of [...columns.values()].filter((each) => each.table_name === resource.name && !each.nullable && !each.has_default && !each.computed)) {
      const field = resource.fields.find(({ name }) => name === column.column_name);
      const prepared = { users: ['username_key', 'username_skeleton', 'password_hash'] }[resource.name] ?? [];
      assert.ok(field?.required || prepared.includes(column.column_name), `${resource.name}.${column.column_name}`);
    }
});

test('choices are those that the table allows', async () => {
  const checks = await store.sql(`select conrelid::regclass::text as "table", pg_get_constraintdef(oid) as text
    from pg_constraint where contype = 'c' and conparentid = 0`);
  for (const { resource, field, name } of fieldsOf()) {
    if (field.type !== 'choice' || field.computed) continue;
    const check = checks.find(({ table, text }) => table === resource.name && text.startsWith(`CHECK ((${field.name} = ANY`));
    if (!check) continue;
    // array['a'::text, ...], or as one text: '{a,...}'::text[]
    const allowed = [...check.text.matchAll(/'\{?([^']*?)\}?'::text/g)].flatMap(([, words]) => words.split(','));
    const told = field.choices.map((choice) => choice.value ?? choice);
    assert.deepEqual([...told].sort(), allowed.sort(), name);
  }
});

// What nobody looks at in a list, and why.
const without = {
  recovery_codes: 'hashes of codes', account_requests: 'answered within a second', rate_limits: 'counters',
  product_listings: 'follows from products', email_template_clock: 'a counter', email_workers: 'who is running',
  campaign_progress: 'counters, on the page of the campaign', campaign_counted: 'what is not added up in them yet', campaign_cursors: 'how far a campaign was handed out', campaign_leases: 'who has which piece of one', campaign_windows: 'counters of its pace',
  campaign_parts: 'copies of emails, as they were when a campaign became ready',
  client_event_clock: 'a mark', checkout_sources: 'noted by visitors until the order has it, as one of order_sources', catalogue_clock: 'a counter', email_tests: 'what mails of a trial say, until they are sent', schema_migrations: 'what the program did to itself', saved_filters: 'have routes of their own',
};

test('every table is a resource, or has a reason not to be', async () => {
  const tables = (await store.sql(`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and not relispartition order by relname`)).map(({ relname }) => relname);
  const known = new Set(resources.map(({ name }) => name));
  const missing = tables.filter((name) => !known.has(name) && !without[name] && !/^(import|order_notes|media|admin_)/.test(name));
  assert.deepEqual(missing, [], 'tables without a resource');
  for (const name of Object.keys(without)) assert.ok(!known.has(name), `${name} is a resource after all`);
});

test('every table that can be changed in the admin is in the log of changes', async () => {
  const audited = new Set((await store.sql(`select tgrelid::regclass::text as name from pg_trigger where tgname = 'audit'`)).map(({ name }) => name));
  for (const { name, can } of resources)
    if (can.add || can.change || can.delete) assert.ok(audited.has(name), name);
});

test('references name resources, inlines a reference back', () => {
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  for (const { field, name } of fieldsOf()) if (field.type === 'reference') assert.ok(byName.has(field.reference), name);
  for (const resource of resources)
    for (const inline of resource.inlines)
      assert.equal(byName.get(inline.resource)?.fields.find(({ name }) => name === inline.field)?.reference, resource.name, `${resource.name}: ${inline.resource}`);
});
