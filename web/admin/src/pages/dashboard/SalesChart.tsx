import { Box, Stack, Typography } from '@mui/material';
import { useMoney } from '../../api/hooks';
import { formatDay } from '../../lib/time';
import type { DashboardData } from './Dashboard';

type Days = NonNullable<DashboardData['sales']>['days'];
const WIDTH = 600;
const HEIGHT = 120;

/** Revenue of thirty days as bars. The table below it has the numbers. */
export function SalesChart({ days }: { days: Days }) {
  const format = useMoney();
  const most = Math.max(1, ...days.map((day) => day.revenue));
  const step = WIDTH / days.length;
  const best = days.reduce((a, b) => (b.revenue > a.revenue ? b : a), days[0]!);
  return (
    <>
    <Box
      component="svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      preserveAspectRatio="none"
      aria-label={`Revenue of the last ${days.length} days; the best was ${formatDay(best.day)} with ${format(best.revenue)}`}
      sx={{ display: 'block', width: '100%', height: 140, color: 'primary.main' }}
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="currentColor" opacity={0.4} />
      {days.map((day, i) => {
        const height = (day.revenue / most) * (HEIGHT - 8);
        return (
          <rect key={day.day} x={i * step + step * 0.15} width={step * 0.7} y={HEIGHT - height} height={height} fill="currentColor">
            <title>{`${formatDay(day.day)}: ${format(day.revenue)}`}</title>
          </rect>
        );
      })}
    </Box>
    <Stack direction="row" aria-hidden sx={{ justifyContent: 'space-between', color: 'text.secondary' }}>
      <Typography variant="caption">{formatDay(days[0]!.day)}</Typography>
      {best.revenue > 0 && <Typography variant="caption">Best day {format(best.revenue)}</Typography>}
      <Typography variant="caption">{formatDay(days.at(-1)!.day)}</Typography>
    </Stack>
    </>
  );
}
