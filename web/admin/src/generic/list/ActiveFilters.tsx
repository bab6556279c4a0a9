import { Button, Chip, Stack } from '@mui/material';
import { useListContext } from 'react-admin';
import { useSettings } from '../../api/hooks';
import type { Field, Resource } from '../../api/schema';
import { describeFilter } from './describeFilter';
import { ReferenceTitle } from './ReferenceTitle';

/** What narrows the list, each to be taken away. */
export function ActiveFilters({ resource }: { resource: Resource }) {
  const { filterValues, setFilters } = useListContext();
  const settings = useSettings();
  const names = Object.keys(filterValues).filter((name) => name !== 'q');
  if (!names.length) return null;
  const without = (name: string) => {
    const { [name]: _gone, ...others } = filterValues;
    setFilters(others);
  };
  return (
    <Stack direction="row" role="group" aria-label="Filters" sx={{ gap: 1, px: 1.5, pb: 1.5, flexWrap: 'wrap' }}>
      {names.map((name) => {
        const field = resource.fields.find((each) => each.name === name);
        const value: unknown = filterValues[name];
        const text = field ? describeFilter(field, value, settings) : String(JSON.stringify(value));
        return (
          <Chip
            key={name}
            size="small"
            onDelete={() => without(name)}
            slotProps={{}}
            label={
              <>
                {field?.label ?? name}: {field && isId(field, value) ? <ReferenceTitle to={field.reference ?? ''} id={String(value)} /> : text}
              </>
            }
          />
        );
      })}
      <Button size="small" onClick={() => setFilters(filterValues['q'] ? { q: filterValues['q'] } : {})}>
        Clear
      </Button>
    </Stack>
  );
}

const isId = (field: Field, value: unknown) => field.type === 'reference' && typeof value !== 'object';
