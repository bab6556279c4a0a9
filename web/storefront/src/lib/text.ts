/** An empty line separates paragraphs. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** "1 product", "2 products". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "Colour: Sand, Size: L" as a line under a title. */
export function optionText(options: Readonly<Record<string, string>>): string {
  return Object.values(options).join(', ');
}

/** In groups, as people read and type long keys: "ABCD EFGH". */
export function grouped(text: string, size: number): string {
  return text.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? '';
}

/** An English date, "November 22, 2025". */
export function longDate(time: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(time));
}

export function dateAndTime(time: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

/** "Ireland" for "IE"; the code itself when it is none. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
