/** "back_ordered" is "Back ordered". */
export function words(name: string): string {
  const text = name.replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const countOf = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** The start of a long text. */
export const shortened = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** "JBSWY3DP" is "JBSW Y3DP". */
export const grouped = (text: string, size: number) => text.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? '';

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** "US" is "United States"; what is no code stays as it is. */
export const countryName = (code: string | null) => (code && /^[A-Z]{2}$/.test(code) ? countries.of(code) : code);

/** A label within a sentence: "Shipping method" is "shipping method", "SKU" stays. */
export const inSentence = (label: string) => label.replace(/\p{L}+/gu, (word) => (/^\p{Lu}{2}/u.test(word) ? word : word.toLowerCase()));
