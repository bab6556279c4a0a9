import { Box, Typography } from '@mui/material';
import { Fragment, type ReactNode } from 'react';
import { countryName } from '../../lib/text';

/** Names and what they are, in two columns; what is not there is left out. */
export function Facts({ facts }: { facts: Record<string, ReactNode> }) {
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 2, rowGap: 0.5 }}>
      {Object.entries(facts)
        .filter(([, what]) => what !== null && what !== undefined && what !== '' && what !== false)
        .map(([name, what]) => (
          <Fragment key={name}>
            <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
              {name}
            </Typography>
            <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {what}
            </Typography>
          </Fragment>
        ))}
    </Box>
  );
}

interface Place {
  name: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  state: string | null;
  postal_code: string | null;
  country: string | null;
}

/** An address in lines; nothing when there is none. */
export function Address({ place }: { place: Place }) {
  const lines = [place.name, place.line1, place.line2, [place.city, place.state, place.postal_code].filter(Boolean).join(' '), countryName(place.country)].filter(Boolean);
  if (!lines.length) return null;
  return (
    <Box component="address" sx={{ fontStyle: 'normal' }}>
      {lines.map((line, i) => (
        <div key={i}>{line}</div>
      ))}
    </Box>
  );
}
