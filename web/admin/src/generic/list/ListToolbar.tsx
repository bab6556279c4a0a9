import FilterIcon from '@mui/icons-material/FilterList';
import SearchIcon from '@mui/icons-material/Search';
import { Button, IconButton, InputAdornment, Stack, TextField } from '@mui/material';
import ClearIcon from '@mui/icons-material/Clear';
import { useEffect, useRef, useState } from 'react';
import { useListContext } from 'react-admin';
import { shortcut } from '../../app/Shortcuts';
import type { Resource } from '../../api/schema';
import { SavedFilters } from './SavedFilters';
import { SortMenu } from './SortMenu';
import { inSentence } from '../../lib/text';

const PAUSE_MS = 300;

interface ListToolbarProps {
  resource: Resource;
  onFilters: () => void;
}

export function ListToolbar({ resource, onFilters }: ListToolbarProps) {
  const canSearch = resource.fields.some(({ search }) => search);
  const canFilter = resource.fields.some(({ filter }) => filter);
  return (
    <Stack direction="row" sx={{ gap: 1, p: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
      {canSearch && <SearchBox resource={resource} />}
      {canFilter && (
        <Button startIcon={<FilterIcon />} onClick={onFilters}>
          Filter
        </Button>
      )}
      <SortMenu resource={resource} />
      <SavedFilters resource={resource} />
    </Stack>
  );
}

function SearchBox({ resource }: { resource: Resource }) {
  const { filterValues, setFilters } = useListContext();
  const applied = typeof filterValues['q'] === 'string' ? filterValues['q'] : '';
  const [typed, setTyped] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ filterValues, setFilters });
  useEffect(() => {
    latest.current = { filterValues, setFilters };
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const apply = (q: string) => {
    clearTimeout(timer.current);
    const { q: _old, ...others } = latest.current.filterValues;
    latest.current.setFilters(q ? { ...others, q } : others);
    setTyped(undefined);
  };
  const type = (q: string) => {
    setTyped(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => apply(q), PAUSE_MS);
  };
  const text = typed ?? applied;
  const fields = resource.fields.filter(({ search }) => search).map(({ label }) => inSentence(label));
  return (
    <TextField
      type="search"
      placeholder={`Search ${inSentence(resource.label)}`}
      value={text}
      onChange={(event) => type(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(text);
        if (event.key === 'Escape' && text) apply('');
      }}
      sx={{ flex: '1 1 220px', maxWidth: 420, '& input::-webkit-search-cancel-button': { display: 'none' } }}
      slotProps={{
        htmlInput: { 'aria-label': 'Search', title: `Looks in ${fields.join(', ')}`, ...shortcut('search') },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
          endAdornment: text ? (
            <IconButton size="small" aria-label="Clear the search" onClick={() => apply('')}>
              <ClearIcon fontSize="small" />
            </IconButton>
          ) : undefined,
        },
      }}
    />
  );
}
