import { describe, expect, test } from 'vitest';
import { announcement, durationWords, paceWords, percentDone, secondsFor, windowWords } from './pace';

const none = { rate: null, window_mails: null, window_seconds: null };

describe('pace', () => {
  test('in words', () => {
    expect(paceWords(none)).toBe('As fast as the mail server takes them.');
    expect(paceWords({ ...none, rate: 5 })).toBe('At most 5 a second.');
    expect(paceWords({ ...none, window_mails: 500, window_seconds: 3600 })).toBe('At most 500 an hour.');
    expect(paceWords({ rate: 2, window_mails: 50_000, window_seconds: 86_400 })).toBe('At most 2 a second, and at most 50,000 a day.');
    expect(paceWords({ ...none, window_mails: 9, window_seconds: 7200 })).toBe('At most 9 in any 2 hours.');
    expect(windowWords(90)).toBe('in any 90 seconds');
  });

  test('what it takes', () => {
    expect(secondsFor(1000, none)).toBeNull();
    expect(secondsFor(1000, { ...none, rate: 10 })).toBe(100);
    expect(secondsFor(1000, { ...none, window_mails: 500, window_seconds: 3600 })).toBe(3600);
    expect(secondsFor(500, { ...none, window_mails: 500, window_seconds: 3600 })).toBe(0);
    expect(secondsFor(0, { ...none, window_mails: 500, window_seconds: 3600 })).toBe(0);
    expect(durationWords(0)).toBe('less than a minute');
    expect(durationWords(60)).toBe('about a minute');
    expect(durationWords(200)).toBe('about 3 minutes');
    expect(durationWords(3700)).toBe('about 62 minutes');
    expect(durationWords(7300)).toBe('about 2 hours');
    expect(durationWords(3 * 86_400)).toBe('about 3 days');
  });

  test('how far it is, and when that is told', () => {
    const progress = { recipients: 200, queued: 100, sent: 90, failed: 5, uncertain: 3, cancelled: 2, repeats: 0, rate: 1, seconds_left: 100 };
    expect(percentDone(progress)).toBe(50);
    expect(percentDone({ ...progress, recipients: 0 })).toBe(0);
    expect(announcement(progress)).toBe('50 percent are done.');
    expect(announcement({ ...progress, sent: 99 })).toBe(announcement(progress));
    expect(announcement({ ...progress, sent: 190 })).toBe('All are done.');
  });
});
