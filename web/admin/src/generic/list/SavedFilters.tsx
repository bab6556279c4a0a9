import BookmarkIcon from '@mui/icons-material/BookmarkBorder';
import DeleteIcon from '@mui/icons-material/DeleteOutline';
import { Button, Checkbox, Divider, FormControlLabel, IconButton, ListItemText, Menu, MenuItem, TextField } from '@mui/material';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useListContext, useNotify } from 'react-admin';
import { admin } from '../../api/admin';
import type { Resource, SavedFilter, Value } from '../../api/schema';
import { fromApiFilter, fromApiSort, toApiFilter, toApiSort } from '../../data/filter';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

/** Lists to look at again: one's own, and those that are shared with all. */
export function SavedFilters({ resource }: { resource: Resource }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const { setFilters, setSort } = useListContext();
  const queryClient = useQueryClient();
  const queryKey = ['saved-filters', resource.name];
  const saved = useQuery({ queryKey, queryFn: ({ signal }) => admin.savedFilters(resource.name, signal), enabled: Boolean(anchor) });
  const forget = useMutation({ mutationFn: admin.forgetFilter, onSuccess: () => queryClient.invalidateQueries({ queryKey }) });
  const close = () => setAnchor(null);
  const show = ({ query }: SavedFilter) => {
    setFilters(fromApiFilter(query));
    if (query.sort) setSort(fromApiSort(query.sort));
    close();
  };
  return (
    <>
      <Button startIcon={<BookmarkIcon />} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        Saved
      </Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={close}>
        {saved.isPending && <MenuItem disabled>Loading</MenuItem>}
        {saved.isError && <MenuItem disabled>They can’t be loaded just now</MenuItem>}
        {saved.data?.items.length === 0 && <MenuItem disabled>Nothing is saved yet</MenuItem>}
        {saved.data?.items.map((filter) => (
          <MenuItem
            key={filter.id}
            onClick={() => show(filter)}
            onKeyDown={(event) => event.key === 'Delete' && filter.own !== false && forget.mutate(filter.id)}
            sx={{ gap: 2 }}
          >
            <ListItemText primary={filter.name} secondary={filter.shared ? 'Shared' : undefined} />
            {filter.own !== false && (
              <IconButton
                component="span"
                size="small"
                edge="end"
                aria-hidden
                tabIndex={-1}
                title="Forget it (Delete)"
                onClick={(event) => {
                  event.stopPropagation();
                  forget.mutate(filter.id);
                }}
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            )}
          </MenuItem>
        ))}
        <Divider />
        <MenuItem
          onClick={() => {
            close();
            setIsSaving(true);
          }}
        >
          Save what the list shows…
        </MenuItem>
      </Menu>
      {isSaving && <SaveDialog resource={resource} onClose={() => setIsSaving(false)} />}
    </>
  );
}

function SaveDialog({ resource, onClose }: { resource: Resource; onClose: () => void }) {
  const { filterValues, sort } = useListContext();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const notify = useNotify();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const { q, filter } = toApiFilter(filterValues);
      const order = toApiSort(sort);
      const query = {
        ...(q ? { q } : {}),
        ...(filter ? { filter: JSON.parse(filter) as Record<string, Value> } : {}),
        ...(order ? { sort: order } : {}),
      };
      return admin.saveFilter({ resource: resource.name, name: name.trim(), query, shared });
    },
    onSuccess: () => {
      notify('Saved', { type: 'success' });
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['saved-filters', resource.name] });
    },
  });
  return (
    <ConfirmDialog open title="Save this list" action="Save" busy={save.isPending} disabled={!name.trim()} error={save.error} onConfirm={() => save.mutate()} onClose={onClose}>
      <TextField
        label="Name"
        autoFocus
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && name.trim() && save.mutate()}
        slotProps={{ htmlInput: { maxLength: 100 } }}
        sx={{ mt: 1 }}
      />
      <FormControlLabel control={<Checkbox checked={shared} onChange={(_event, checked) => setShared(checked)} />} label="Show it to everybody who works here" />
    </ConfirmDialog>
  );
}
