import { List, ListItem, Stack, Typography } from '@mui/material';
import type { ReactNode } from 'react';

export interface Row {
  key: string;
  main: ReactNode;
  more?: ReactNode;
  side?: ReactNode;
}

/** A short list whose rows fit a phone: what it is, a word below, something at the right. */
export function Rows({ rows, empty }: { rows: Row[]; empty: string }) {
  if (!rows.length)
    return (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {empty}
      </Typography>
    );
  return (
    <List disablePadding>
      {rows.map(({ key, main, more, side }) => (
        <ListItem key={key} disableGutters divider sx={{ '&:last-child': { border: 0 } }}>
          <Stack direction="row" sx={{ width: '100%', gap: 2, justifyContent: 'space-between', alignItems: 'baseline' }}>
            <Stack sx={{ minWidth: 0 }}>
              <Typography variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
                {main}
              </Typography>
              {more && (
                <Typography variant="body2" component="div" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                  {more}
                </Typography>
              )}
            </Stack>
            {side && (
              <Typography variant="body2" component="div" sx={{ flexShrink: 0, textAlign: 'right' }}>
                {side}
              </Typography>
            )}
          </Stack>
        </ListItem>
      ))}
    </List>
  );
}
