// Staff in the browser.
import { newStaff } from '../../support/admin.js';
import { goOnAs } from './members.js';

/** Somebody who works here, logged in; grants as of newStaff. */
export async function enterAdmin(page, store, grants) {
  const staff = await newStaff(store, grants);
  await goOnAs(page, staff);
  return staff;
}

/** Opens a page of the admin, and waits for its heading. */
export async function openAdmin(page, store, path, heading) {
  await page.goto(`${store.url}/admin${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

/** Chooses in a list of MUI's, by its label. */
export async function choose(scope, label, option) {
  await scope.getByRole('combobox', { name: label }).click();
  await scope.page().getByRole('option', { name: option, exact: true }).click();
}

export const rows = (page, list) => page.getByRole('region', { name: list }).getByRole('row');
