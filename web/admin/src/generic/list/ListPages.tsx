import NextIcon from '@mui/icons-material/ChevronRight';
import FirstIcon from '@mui/icons-material/FirstPage';
import PreviousIcon from '@mui/icons-material/ChevronLeft';
import { IconButton, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useListContext } from 'react-admin';

const SIZES = [10, 25, 50, 100, 200];

/** Which rows these are, of how many, and the pages before and behind. */
export function ListPages() {
  const { data, page, perPage, setPage, setPerPage, total, meta, hasNextPage, hasPreviousPage, isPending } = useListContext();
  if (isPending || (!data?.length && page === 1)) return null;
  const first = (page - 1) * perPage + 1;
  const last = first + (data?.length ?? 0) - 1;
  const isExact = (meta as { isExact?: boolean } | undefined)?.isExact !== false;
  // An estimate may be less than what was seen already.
  const count = isExact ? total : Math.max(total ?? 0, last);
  return (
    <Stack component="nav" aria-label="Pages" direction="row" sx={{ gap: 1, p: 1, borderTop: 1, borderColor: 'divider', alignItems: 'center', justifyContent: 'flex-end', flexWrap: 'wrap' }}>
      <TextField
        select
        variant="standard"
        fullWidth={false}
        value={perPage}
        onChange={(event) => setPerPage(Number(event.target.value))}
        slotProps={{ htmlInput: { 'aria-label': 'Rows a page' }, select: { renderValue: (size) => `${String(size)} a page` } }}
      >
        {SIZES.map((size) => (
          <MenuItem key={size} value={size}>
            {size}
          </MenuItem>
        ))}
      </TextField>
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary', mx: 1 }}>
        {data?.length ? `${first.toLocaleString('en')}–${last.toLocaleString('en')} of ` : 'none of '}
        {isExact ? '' : 'about '}
        {count?.toLocaleString('en')}
      </Typography>
      <IconButton size="small" aria-label="First page" disabled={!hasPreviousPage} onClick={() => setPage(1)}>
        <FirstIcon />
      </IconButton>
      <IconButton size="small" aria-label="Page before" disabled={!hasPreviousPage} onClick={() => setPage(page - 1)}>
        <PreviousIcon />
      </IconButton>
      <IconButton size="small" aria-label="Next page" disabled={!hasNextPage} onClick={() => setPage(page + 1)}>
        <NextIcon />
      </IconButton>
    </Stack>
  );
}
