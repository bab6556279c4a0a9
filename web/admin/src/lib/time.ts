/** Times of the API are RFC 3339 in UTC; people read and write them in the store's time zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
    formatters.set(key, made);
  }
  return made;
}

export const formatTime = (time: string, zone: string) =>
  formatter(zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(
    new Date(time),
  );

export const formatDate = (time: string, zone: string) =>
  formatter(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(time));

/** A day ("2026-11-25") as text. */
export const formatDay = (day: string) => formatDate(`${day}T00:00:00Z`, 'UTC');

const AS_INPUT: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};

/** "2026-11-25T23:05:00" as the clocks of the zone show it, for an input of type datetime-local. */
export function timeToInput(time: string, zone: string): string {
  const parts = Object.fromEntries(
    formatter(zone, AS_INPUT)
      .formatToParts(new Date(time))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts['year']!.padStart(4, '0')}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** How far the zone's clocks are ahead of UTC at that moment. */
function offsetAt(moment: number, zone: string): number {
  const whole = Math.floor(moment / 1000) * 1000;
  return Date.parse(`${timeToInput(new Date(whole).toISOString(), zone)}Z`) - whole;
}

/**
 * The time at which the clocks of the zone show the input's text, or null when it is none. Of an hour that comes twice
 * the first; in an hour that is left out, the moment that the clocks would have shown.
 */
export function inputToTime(text: string, zone: string): string | null {
  const asUtc = Date.parse(`${text}Z`);
  if (!text || Number.isNaN(asUtc)) return null;
  const before = asUtc - offsetAt(asUtc - 12 * 3600_000, zone);
  const after = asUtc - offsetAt(asUtc + 12 * 3600_000, zone);
  const moment = [before, after].find((each) => each + offsetAt(each, zone) === asUtc) ?? before;
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}

/** The start of a day ("2026-11-25") in the zone. */
export const startOfDay = (day: string, zone: string) => inputToTime(`${day}T00:00:00`, zone);

export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

export const dayOf = (time: string, zone: string) => timeToInput(time, zone).slice(0, 10);
export const dayBefore = (day: string) => {
  const previous = new Date(`${day}T00:00:00Z`);
  previous.setUTCDate(previous.getUTCDate() - 1);
  return previous.toISOString().slice(0, 10);
};
