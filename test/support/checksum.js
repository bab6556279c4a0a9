// One digest of all rows of all tables, to see that nothing changed.
// catalogue_clock moves by itself, when a date set in advance comes, and email_workers has what workers send right now.
export async function databaseDigest(store, except = []) {
  const left = ['catalogue_clock', 'email_workers', ...except];
  const tables = await store.sql(`select quote_ident(relname) as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`);
  const parts = tables.filter(({ name }) => !left.includes(name)).map(({ name }) =>
    `select '${name}' as name, count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`);
  const rows = await store.sql(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
