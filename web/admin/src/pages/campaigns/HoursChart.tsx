import { Box, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import { useSettings } from '../../api/hooks';
import { formatTime } from '../../lib/time';
import type { Report } from './api';
import { hoursOf } from './report';

const WIDTH = 600;
const HEIGHT = 120;

/** Openings as bars, clicks within them. The table below has the numbers. */
export function HoursChart({ hours: told }: { hours: Report['by_hour'] }) {
  const { time_zone: zone } = useSettings();
  const hours = hoursOf(told);
  const most = Math.max(1, ...hours.map(({ opens, clicks }) => Math.max(opens, clicks)));
  const step = WIDTH / Math.max(hours.length, 12);
  const best = hours.reduce((a, b) => (b.opens > a.opens ? b : a), hours[0]!);
  const bar = (value: number) => (value / most) * (HEIGHT - 8);
  return (
    <>
      <Box
        component="svg"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        preserveAspectRatio="none"
        aria-label={`Openings and clicks by the hour; the most openings, ${best.opens}, from ${formatTime(best.hour, zone)} on`}
        sx={{ display: 'block', width: '100%', height: 140, color: 'primary.main' }}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="currentColor" opacity={0.4} />
        {hours.map(({ hour, opens, clicks }, at) => (
          <g key={hour}>
            <title>{`${formatTime(hour, zone)}: ${opens} opened, ${clicks} clicked`}</title>
            <rect x={at * step + step * 0.15} width={step * 0.7} y={HEIGHT - bar(opens)} height={bar(opens)} fill="currentColor" opacity={0.45} />
            <rect x={at * step + step * 0.3} width={step * 0.4} y={HEIGHT - bar(clicks)} height={bar(clicks)} fill="currentColor" />
          </g>
        ))}
      </Box>
      <Stack direction="row" aria-hidden sx={{ justifyContent: 'space-between', color: 'text.secondary' }}>
        <Typography variant="caption">{formatTime(hours[0]!.hour, zone)}</Typography>
        <Typography variant="caption">Opened: the wide bar. Clicked: the narrow one in it.</Typography>
        {hours.length > 12 && <Typography variant="caption">{formatTime(hours.at(-1)!.hour, zone)}</Typography>}
      </Stack>
      <Box component="details" sx={{ mt: 1 }}>
        <Typography component="summary" variant="body2" sx={{ cursor: 'pointer' }}>
          Hour by hour
        </Typography>
        <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="region" aria-label="Hour by hour">
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>From</TableCell>
                <TableCell align="right">Opened</TableCell>
                <TableCell align="right">Clicked</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {told.map(({ hour, opens, clicks }) => (
                <TableRow key={hour}>
                  <TableCell component="th" scope="row">
                    {formatTime(hour, zone)}
                  </TableCell>
                  <TableCell align="right">{opens}</TableCell>
                  <TableCell align="right">{clicks}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      </Box>
    </>
  );
}
