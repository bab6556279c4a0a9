const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** When a limit lets somebody try again: "in 5 minutes". Rounded up, so that it is never too early. */
export function tryAgainWhen(seconds: number): string {
  if (seconds <= MINUTE_S) return 'in a minute';
  const minutes = Math.ceil(seconds / MINUTE_S);
  if (minutes < 60) return `in ${minutes} minutes`;
  const hours = Math.ceil(seconds / HOUR_S);
  return hours === 1 ? 'in an hour' : `in ${hours} hours`;
}
