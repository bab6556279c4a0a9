/** How long to wait before asking again how a payment stands: quick at first, then patient, then no more. */
const DELAYS_MS = [400, 600, 1000, 1000, 1500, 2000, 3000, 3000, 5000, 5000, 5000, 8000, 8000, 8000, 8000];

/** Milliseconds before try number `done` + 1, or null when it is time to tell the customer instead. */
export function delayAfter(done: number): number | null {
  return DELAYS_MS[done - 1] ?? null;
}
