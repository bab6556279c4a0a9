import { Typography } from '@mui/material';
import { useSchema } from '../../api/hooks';
import type { Affected, Resource } from '../../api/schema';
import { countOf, words } from '../../lib/text';

const DOES: Record<string, string> = { delete: 'deletes', update: 'changes', insert: 'makes' };

/** What else comes of it: "This also deletes 7 product images." */
export function AffectedList({ resource, affected }: { resource: Resource; affected: Affected[] }) {
  const { resources } = useSchema();
  const others = affected.filter((each) => each.count > 0 && (each.resource !== resource.name || each.action !== 'delete'));
  if (!others.length) return null;
  const named = ({ resource: name, count }: Affected) => {
    const known = resources.find((each) => each.name === name);
    const many = (known?.label ?? words(name)).toLowerCase();
    return countOf(count, known?.label_one.toLowerCase() ?? many, many);
  };
  return (
    <>
      <Typography sx={{ mt: 2 }}>This also</Typography>
      <ul>
        {others.map((each) => (
          <li key={`${each.resource} ${each.action}`}>
            {DOES[each.action] ?? each.action} {named(each)}
          </li>
        ))}
      </ul>
    </>
  );
}
