import { useSchema } from '../../api/hooks';
import type { Field, Resource } from '../../api/schema';

/** What a form lets somebody write, for a new object or one that is there. */
const editable = (resource: Resource, isNew: boolean): Field[] =>
  resource.fields.filter(({ read_only, computed, create_only, type }) => !read_only && !computed && (isNew || !create_only) && type !== 'bytes');

/** Fields that only superusers may set are shown to others, but not to be written. */
export function useEditable(resource: Resource, isNew: boolean): Field[] {
  const { user } = useSchema();
  return editable(resource, isNew).filter(({ superuser }) => !superuser || user.is_superuser);
}

/** What a form shows besides. */
export const facts = (resource: Resource, written: Field[]): Field[] =>
  resource.fields.filter((field) => !written.includes(field) && field.type !== 'password');

const WIDE = new Set(['long_text', 'html', 'json', 'texts', 'file']);
export const isWide = (field: Field) => WIDE.has(field.type);

/**
 * What the form of a new object begins with: all fields are known to it, so that what is put into one and taken out
 * again is no change.
 */
export const emptyValues = (fields: Field[]) =>
  Object.fromEntries(fields.map(({ name, type, required }) => [name, type === 'boolean' && required ? false : null]));
