// What a customer does, in words.

/** Opens a product, chooses its options by their visible values and puts it into the cart. */
export async function putInCart(page, store, slug, { options = {}, quantity = 1 } = {}) {
  await page.goto(`${store.url}/products/${slug}`);
  for (const [name, value] of Object.entries(options)) await chooseOption(page, name, value);
  if (quantity > 1) await page.getByRole('spinbutton', { name: 'Quantity' }).fill(String(quantity));
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByText('is in your cart').waitFor();
}

export async function chooseOption(page, name, value) {
  await page
    .getByRole('group', { name: new RegExp(`^${name}`) })
    .getByRole('radio', { name: new RegExp(`^${value}`) })
    .check();
}

export async function openCart(page, store) {
  await page.goto(`${store.url}/cart`);
  await page.getByRole('heading', { level: 1, name: 'Cart' }).waitFor();
}

export async function enterDiscount(page, code) {
  await page.getByLabel('Discount code').fill(code);
  await page.getByRole('button', { name: 'Apply' }).click();
}

export async function chooseShipping(page, title) {
  await page.getByRole('radio', { name: new RegExp(`^${title}`) }).check();
  await page.getByText(`Delivery: ${title}`).waitFor();
}

/** From the cart to the payment page. */
export async function goToPayment(page, email) {
  await page.getByRole('button', { name: 'Go to checkout' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel(/I accept/).check();
  await page.getByRole('button', { name: /^Pay / }).click();
  await page.getByRole('heading', { name: 'Pay for your order' }).waitFor();
}

export const PAYS = '4242 4242 4242 4242';
export const IS_DECLINED = '4000 0000 0000 0002';

/** Fills the sandbox's payment page and sends it. */
export async function pay(page, card) {
  const fields = {
    card_number: card,
    card_expiry: '12 / 34',
    card_cvc: '123',
    name: 'Ada Lovelace',
    line1: '1 Analytical Way',
    city: 'Portland',
    state: 'OR',
    postal_code: '97201',
  };
  await page.locator('#country').selectOption('US');
  for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
  await page.locator('#shipping_same').check();
  await page.getByRole('button', { name: /^Pay/ }).click();
}

/** The text of a price without its thousands' signs and so on: "$57.90" is 5790. */
export const minor = (text) => Number(text.replace(/[^\d]/g, ''));
