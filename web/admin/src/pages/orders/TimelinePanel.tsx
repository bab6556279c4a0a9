import { Box, Typography } from '@mui/material';
import { words } from '../../lib/text';
import { Panel } from '../../ui/Panel';
import { Time } from '../../ui/Time';
import type { OrderPageData } from './orderPage';

export function TimelinePanel({ order }: { order: OrderPageData }) {
  return (
    <Panel title="Timeline">
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {order.statuses.map((entry, i) => (
          <Box component="li" key={i} sx={{ pl: 2, pb: 1.5, borderLeft: 2, borderColor: i === order.statuses.length - 1 ? 'primary.main' : 'divider' }}>
            <Typography variant="body2" sx={{ fontWeight: 600 }}>
              {words(entry.status)}
            </Typography>
            {entry.note && (
              <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
                {entry.note}
              </Typography>
            )}
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              <Time time={entry.at} />
              {entry.username ? `, ${entry.username}` : ''}
            </Typography>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
