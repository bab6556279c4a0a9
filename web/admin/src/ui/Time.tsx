import { useSettings } from '../api/hooks';
import { formatDate, formatTime } from '../lib/time';

/** A time of the API as the clocks of the store show it. */
export function Time({ time, dateOnly = false }: { time: string; dateOnly?: boolean }) {
  const { time_zone: zone } = useSettings();
  return (
    <time dateTime={time} title={`${formatTime(time, zone)}, ${zone}`}>
      {dateOnly ? formatDate(time, zone) : formatTime(time, zone)}
    </time>
  );
}
