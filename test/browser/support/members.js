// Members of a store, in the browser.

/** The browser goes on as this visitor or member of the API tests. */
export async function goOnAs(page, visitor) {
  const { url } = visitor.store;
  await page.context().addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url })));
}

/** Opens a page of the account, and waits until it is there. */
export async function openAccount(page, store, path, heading) {
  await page.goto(`${store.url}/account${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

export const password = (page, label) => page.getByLabel(label, { exact: true });

const press = (page, name) => page.getByRole('main').getByRole('button', { name, exact: true }).click();

export async function fillLogin(page, who) {
  await page.getByLabel('Username', { exact: true }).fill(who.username);
  await password(page, 'Password').fill(who.password);
  await press(page, 'Log in');
}

export async function logInByForm(page, store, who) {
  await page.goto(`${store.url}/login`);
  await fillLogin(page, who);
}

/** All fields and the terms; it is not sent yet. */
export async function fillRegistration(page, who) {
  await page.getByLabel('Username', { exact: true }).fill(who.username);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('First name').fill(who.first_name);
  await page.getByLabel('Last name').fill(who.last_name);
  await password(page, 'Password').fill(who.password);
  await password(page, 'Password again').fill(who.password_again);
  await page.getByLabel(/I agree/).check();
}

export async function logOutByMenu(page) {
  const banner = page.getByRole('banner'); // the account's page has such a button too
  await banner.getByRole('button', { name: /^Your account/ }).click();
  await banner.getByRole('button', { name: 'Log out' }).click();
  await page.getByText('You are logged out').waitFor();
}
