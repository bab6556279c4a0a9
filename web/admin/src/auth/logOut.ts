import { unwrap } from '@startupwebapp/api-client';
import { client } from '../api/client';

/** Ends the session, and forgets all that the page knows by loading it anew. */
export async function logOut(): Promise<void> {
  try {
    await unwrap(client.DELETE('/api/v1/session'));
  } finally {
    location.assign('/admin/login');
  }
}
