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

export async function logInByForm(page, store, { username, password: secret }) {
  await page.goto(`${store.url}/login`);
  await page.getByLabel('Username', { exact: true }).fill(username);
  await password(page, 'Password').fill(secret);
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
}

export async function logOutByMenu(page) {
  const banner = page.getByRole('banner'); // the account's page has such a button too
  await banner.getByRole('button', { name: /^Your account/ }).click();
  await banner.getByRole('button', { name: 'Log out' }).click();
  await page.getByText('You are logged out').waitFor();
}
