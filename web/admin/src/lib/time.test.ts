import { describe, expect, it } from 'vitest';
import { dayAfter, dayBefore, dayOf, inputToTime, startOfDay, timeToInput } from './time';

describe('times', () => {
  it('are shown and read in the zone of the store', () => {
    expect(timeToInput('2026-11-25T23:05:00Z', 'Europe/Berlin')).toBe('2026-11-26T00:05:00');
    expect(inputToTime('2026-11-26T00:05', 'Europe/Berlin')).toBe('2026-11-25T23:05:00Z');
    expect(inputToTime('2026-07-01T12:00', 'America/New_York')).toBe('2026-07-01T16:00:00Z');
    expect(inputToTime('', 'UTC')).toBeNull();
    expect(inputToTime('tomorrow', 'UTC')).toBeNull();
  });

  it('when the clocks change', () => {
    // Berlin: 2026-03-29 02:00 to 03:00 does not exist, 2026-10-25 02:00 to 03:00 comes twice
    expect(inputToTime('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
    expect(inputToTime('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
    expect(inputToTime('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z');
    expect(inputToTime('2026-10-25T03:30', 'Europe/Berlin')).toBe('2026-10-25T02:30:00Z');
    for (let hour = 0; hour < 48; hour++) {
      const time = new Date(Date.UTC(2026, 2, 28, hour)).toISOString().replace('.000Z', 'Z');
      expect(inputToTime(timeToInput(time, 'Europe/Berlin'), 'Europe/Berlin')).toBe(time);
    }
  });

  it('days', () => {
    expect(startOfDay('2026-11-25', 'Europe/Berlin')).toBe('2026-11-24T23:00:00Z');
    expect(dayAfter('2026-12-31')).toBe('2027-01-01');
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
    expect(dayOf('2026-11-24T23:00:00Z', 'Europe/Berlin')).toBe('2026-11-25');
  });
});
