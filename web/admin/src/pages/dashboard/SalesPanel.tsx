import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { countOf } from '../../lib/text';
import { formatDay } from '../../lib/time';
import { Money } from '../../ui/Money';
import { Panel } from '../../ui/Panel';
import type { DashboardData } from './Dashboard';
import { SalesChart } from './SalesChart';

type Sales = NonNullable<DashboardData['sales']>;
const PERIODS = [
  ['today', 'Today'],
  ['days_7', '7 days'],
  ['days_30', '30 days'],
] as const;

export function SalesPanel({ sales }: { sales: Sales }) {
  return (
    <Panel title="Sales">
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: 'repeat(3, minmax(0, 1fr))' }, mb: 2 }}>
        {PERIODS.map(([name, label]) => (
          <Period key={name} label={label} period={sales.periods[name]} />
        ))}
      </Box>
      <SalesChart days={sales.days} />
      <DaysTable days={sales.days} />
    </Panel>
  );
}

function Period({ label, period }: { label: string; period: Sales['periods']['today'] }) {
  return (
    <Box>
      <Typography component="h3" variant="body2" sx={{ color: 'text.secondary' }}>
        {label}
      </Typography>
      <Typography variant="h5" component="p">
        <Money minor={period.revenue} />
      </Typography>
      <Typography variant="body2">
        {countOf(period.orders, 'order')}
        {period.average !== null && (
          <>
            , <Money minor={period.average} /> on average
          </>
        )}
      </Typography>
      {period.refunds > 0 && (
        <Typography variant="body2">
          <Money minor={period.refunds} /> refunded
        </Typography>
      )}
    </Box>
  );
}

/** The chart in numbers. */
function DaysTable({ days }: { days: Sales['days'] }) {
  return (
    <Box component="details" sx={{ mt: 1 }}>
      <Typography component="summary" variant="body2" sx={{ cursor: 'pointer' }}>
        Day by day
      </Typography>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label="Sales day by day">
        <Table size="small" aria-label="Sales of thirty days">
          <TableHead>
            <TableRow>
              <TableCell>Day</TableCell>
              <TableCell align="right">Orders</TableCell>
              <TableCell align="right">Revenue</TableCell>
              <TableCell align="right">Refunds</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {[...days].reverse().map((day) => (
              <TableRow key={day.day}>
                <TableCell component="th" scope="row">
                  {formatDay(day.day)}
                </TableCell>
                <TableCell align="right">{day.orders}</TableCell>
                <TableCell align="right">
                  <Money minor={day.revenue} />
                </TableCell>
                <TableCell align="right">
                  <Money minor={day.refunds} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Box>
  );
}
