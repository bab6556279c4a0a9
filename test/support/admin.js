// What tests of the admin share: staff with and without permissions, and calls that name a resource.
import { newMember, startAccounts } from './accounts.js';

// Staff who are logged in. grants: ['orders.view', ...]; none: a superuser. Without the second factor, which is tested
// by itself.
export async function newStaff(store, grants) {
  const staff = await newMember(store);
  const [{ id }] = await store.sql(
    'update users set is_staff = true, is_superuser = $2 where username_key = lower($1) returning id', [staff.who.username, !grants]);
  staff.userId = Number(id);
  for (const grant of grants ?? []) {
    const [resource, verb] = grant.split('.');
    await store.sql('insert into user_permissions (user_id, resource, verb) values ($1, $2, $3)', [id, resource, verb]);
  }
  staff.patch = (path, body, headers) => staff.call('PATCH', path, body, headers);
  return staff;
}

// A store whose staff need no second factor.
export async function startAdmin(options) {
  const store = await startAccounts(options);
  await store.sql(`update configuration set value = 'false' where key = 'staff_two_factor'`);
  return store;
}
