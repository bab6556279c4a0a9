import SortIcon from '@mui/icons-material/Sort';
import { Button, ListSubheader, Menu, MenuItem, useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Resource } from '../../api/schema';

/** The order, where there are no heads of columns to press. */
export function SortMenu({ resource }: { resource: Resource }) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const { sort, setSort } = useListContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const fields = resource.fields.filter((field) => field.sort);
  if (!isPhone || !fields.length) return null;
  const choose = (field: string, order: 'ASC' | 'DESC') => {
    setSort({ field, order });
    setAnchor(null);
  };
  return (
    <>
      <Button startIcon={<SortIcon />} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        Sort
      </Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={() => setAnchor(null)}>
        <ListSubheader role="presentation">Order by</ListSubheader>
        {fields.flatMap(({ name, label }) =>
          (['ASC', 'DESC'] as const).map((order) => (
            <MenuItem key={`${name} ${order}`} selected={sort.field === `values.${name}` && sort.order === order} onClick={() => choose(`values.${name}`, order)}>
              {label}, {order === 'ASC' ? 'lowest first' : 'highest first'}
            </MenuItem>
          )),
        )}
      </Menu>
    </>
  );
}
