import { expect, test } from 'vitest';
import { progressIn } from './useProgress';

test('what the stream tells', () => {
  expect(progressIn('{"recipients": 30, "sent": 4, "status": "sending"}')).toMatchObject({ recipients: 30, sent: 4, status: 'sending' });
  expect(progressIn('{"progress": {"recipients": 30, "sent": 4}, "status": "sent"}')).toMatchObject({ recipients: 30, sent: 4, status: 'sent' });
  expect(progressIn('{"error": "gone"}')).toBeNull();
  expect(progressIn('not JSON')).toBeNull();
});
