import type { Failure, Schemas } from '@startupwebapp/api-client';
import { takeCodes, visitCodes } from '../lib/visitCodes';
import { client, storeApi, type Store } from './store';

type Event = Schemas['ClientEvent'];

/** Whoever opened these addresses was sent a secret, which stays between the two. */
const SECRET_PATH = /^\/(reset-password|verify-email|unsubscribe|preferences|e)\/.*/;

let landing = false;

/** The page as it is told of: nothing of its query, nor of a link that was mailed. */
const pageOf = (path: string) => location.origin + path.replace(SECRET_PATH, '/$1');

/** What is told is lost rather than in anybody's way. */
function tell(event: Event): void {
  client.POST('/api/v1/events', { body: { events: [{ ...event, ...visitCodes() }] }, keepalive: true }).catch(() => {});
}

/** A shop that keeps nothing of it hears of visits from campaigns and ads alone. */
export function tellPageView(path: string, { log_client_events: kept }: Store): void {
  if (kept || landing) tell({ kind: 'page_view', url: pageOf(path), landing });
  landing = false;
}

function tellFailure({ call, status, requestId }: Failure): void {
  tell({ kind: 'ajax_error', url: pageOf(location.pathname), name: call, detail: { status, request_id: requestId } });
}

/** Before anything reads the address. */
export function beginVisit(): void {
  landing = takeCodes();
  storeApi.onFailure(tellFailure);
}
