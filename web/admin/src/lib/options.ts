export interface OptionText {
  name: string;
  values: string;
}

/** "Red, Dark blue" as a list; what stands there twice stands once. */
export const valuesOf = (text: string) => {
  const seen = new Set<string>();
  return text
    .split(/[,\n]/)
    .map((value) => value.trim())
    .filter((value) => value && !seen.has(value.toLowerCase()) && seen.add(value.toLowerCase()));
};

/** As the API takes it: rows without a name and without values are left out. */
export const optionsOf = (rows: readonly OptionText[]) =>
  Object.fromEntries(rows.filter(({ name, values }) => name.trim() && valuesOf(values).length).map(({ name, values }) => [name.trim(), valuesOf(values)]));

export const combinations = (options: Record<string, readonly string[]>) =>
  Object.values(options).reduce((count, values) => count * values.length, 1);
