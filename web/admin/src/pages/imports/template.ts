import type { Field, Resource } from '../../api/schema';

const isWritable = (field: Field) => !field.read_only && !field.computed && field.type !== 'password' && field.type !== 'bytes';

/** What can be made from a file at all: passwords are set one by one. */
export const isImportable = (resource: Resource) =>
  (resource.can.add || resource.can.change) && !resource.fields.some((field) => field.type === 'password');

/** An empty file with the columns that can be filled in. Excel wants the mark to know that it is UTF-8. */
export function templateOf(resource: Resource, withId: boolean): string {
  const names = resource.fields.filter(isWritable).map((field) => field.name);
  const id = withId && !names.includes('id') ? ['id'] : [];
  return `\ufeff${[...id, ...names].join(',')}\r\n`;
}

export function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
