import CloseIcon from '@mui/icons-material/Close';
import { Button, Drawer, IconButton, Stack, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useListContext } from 'react-admin';
import type { Resource } from '../../api/schema';
import { FilterEditor } from './FilterEditor';
import { inSentence } from '../../lib/text';

/** Everything that the list can be narrowed by; it follows at once. */
export default function FilterDrawer({ resource, onClose }: { resource: Resource; onClose: () => void }) {
  const { filterValues, setFilters, total } = useListContext();
  const id = useId();
  // The list follows a moment later; two quick changes must both count.
  const [values, setValues] = useState<Record<string, unknown>>(filterValues);
  const apply = (next: Record<string, unknown>) => {
    setValues(next);
    setFilters(next);
  };
  const change = (name: string, value: unknown) => {
    const { [name]: _old, ...others } = values;
    apply(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <Drawer anchor="right" open onClose={onClose} slotProps={{ paper: { role: 'dialog', 'aria-labelledby': id, sx: { width: { xs: '100%', sm: 380 }, pt: '56px' } } }}>
      <Stack direction="row" sx={{ px: 2, pt: 2, alignItems: 'center', justifyContent: 'space-between' }}>
        <Typography id={id} component="h2" variant="h6">
          Filter {inSentence(resource.label)}
        </Typography>
        <IconButton aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </IconButton>
      </Stack>
      <Stack sx={{ p: 2, gap: 2.5, overflowY: 'auto', flex: 1 }}>
        {resource.fields
          .filter(({ filter }) => filter)
          .map((field) => (
            <FilterEditor key={field.name} field={field} value={values[field.name]} onChange={(value) => change(field.name, value)} />
          ))}
      </Stack>
      <Stack direction="row" sx={{ p: 2, gap: 1, borderTop: 1, borderColor: 'divider' }}>
        <Button variant="contained" onClick={onClose}>
          Show {total?.toLocaleString('en') ?? ''}
        </Button>
        <Button onClick={() => apply(values['q'] ? { q: values['q'] } : {})}>Clear all</Button>
      </Stack>
    </Drawer>
  );
}
