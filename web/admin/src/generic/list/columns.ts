import type { AdminObject, Field, Resource } from '../../api/schema';

export const columnsOf = (resource: Resource): Field[] => resource.fields.filter(({ list }) => list);

export const canChoose = (resource: Resource) =>
  resource.can.change || resource.can.delete || resource.actions.some(({ verb }) => resource.can[verb]);

const NUMBERS = new Set(['money', 'basis_points', 'integer']);
export const isNumber = (field: Field) => NUMBERS.has(field.type);

/** What an object is called, also when it has no title. */
export const titleOf = (object: AdminObject, resource: Resource | undefined) =>
  object.title || `${resource?.label_one ?? ''} ${object.id}`.trim();

const NO_LINKS = new Set(['file', 'boolean', 'texts', 'reference', 'json', 'bytes']);

/** The column that leads to the object: the first that says something by itself, a number when there is no word. */
export const linkColumn = (columns: Field[]): Field | undefined => {
  const some = columns.filter(({ type }) => !NO_LINKS.has(type));
  return some.find((field) => !isNumber(field) && field.type !== 'time' && field.type !== 'choice') ?? some[0];
};
