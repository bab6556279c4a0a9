import { ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useListContext } from 'react-admin';

const TO_DO = ['accepted', 'manufacturing', 'packing'];
const FILTERS: { label: string; filter: Record<string, unknown> }[] = [
  { label: 'All', filter: {} },
  { label: 'To do', filter: { status: TO_DO } },
  { label: 'To pack', filter: { status: 'packing' } },
  { label: 'Shipped', filter: { status: 'shipped' } },
  { label: 'On hold', filter: { on_hold: true } },
  { label: 'Short', filter: { short: true } },
];

/** The lists that are looked at every day, one press away. */
export default function OrderQuickFilters() {
  const { filterValues, setFilters } = useListContext();
  const { q, ...fields } = (filterValues ?? {}) as Record<string, unknown>;
  const shown = FILTERS.find(({ filter }) => JSON.stringify(filter) === JSON.stringify(fields))?.label ?? null;
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      value={shown}
      aria-label="Orders that are shown"
      sx={{ flexWrap: 'wrap' }}
      onChange={(_event, label: string | null) => {
        const chosen = FILTERS.find((each) => each.label === (label ?? 'All'));
        setFilters({ ...(q ? { q } : {}), ...chosen?.filter });
      }}
    >
      {FILTERS.map(({ label }) => (
        <ToggleButton key={label} value={label}>
          {label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
