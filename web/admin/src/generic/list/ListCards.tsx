import { Box, Checkbox, Link as PlainLink, Stack, Typography } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link } from 'react-router-dom';
import type { AdminObject, Field, Resource } from '../../api/schema';
import { addressOf } from '../../pages/registry';
import { FieldValue } from '../fields/FieldValue';
import { canChoose, columnsOf, titleOf } from './columns';

/** Columns that a card shows besides the title. */
const SHOWN = 4;

/** The list on a phone. */
export function ListCards({ resource, objects }: { resource: Resource; objects: AdminObject[] }) {
  const { selectedIds, onToggleItem } = useListContext();
  const columns = columnsOf(resource);
  return (
    <Box component="ul" aria-label={resource.label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {objects.map((object) => {
        const title = titleOf(object, resource);
        const facts = columns.filter(({ name }) => object.values[name] !== null && object.values[name] !== object.title);
        return (
          <Stack key={object.id} component="li" direction="row" sx={{ borderTop: 1, borderColor: 'divider', p: 1, gap: 0.5, alignItems: 'flex-start' }}>
            {canChoose(resource) && (
              <Checkbox size="small" checked={selectedIds.includes(object.id)} onChange={() => onToggleItem(object.id)} slotProps={{ input: { 'aria-label': `Choose ${title}` } }} />
            )}
            <Box sx={{ minWidth: 0, flex: 1, py: 0.75 }}>
              <PlainLink component={Link} to={addressOf(resource.name, object.id)} underline="hover" sx={{ fontWeight: 600, color: 'text.primary', overflowWrap: 'anywhere' }}>
                {title}
              </PlainLink>
              <Facts fields={facts.slice(0, SHOWN)} object={object} />
            </Box>
          </Stack>
        );
      })}
    </Box>
  );
}

function Facts({ fields, object }: { fields: Field[]; object: AdminObject }) {
  return (
    <Box component="dl" sx={{ m: 0, mt: 0.5, display: 'grid', gridTemplateColumns: 'minmax(80px, max-content) 1fr', columnGap: 1.5, rowGap: 0.25 }}>
      {fields.map((field) => (
        <Box key={field.name} sx={{ display: 'contents' }}>
          <Typography component="dt" variant="caption" sx={{ color: 'text.secondary' }}>
            {field.label}
          </Typography>
          <Typography component="dd" variant="body2" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
            <FieldValue field={field} value={object.values[field.name]} short />
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
