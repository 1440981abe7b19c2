import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';

export const REQUEST_ID = 'x-request-id';

const SANE = /^[A-Za-z0-9._:/+=-]{1,64}$/;
const present = new AsyncLocalStorage<string>();

/** Runs a route under its request's id, the sender's or a new one, and names it in the answer. */
export async function withRequestId(request: Request, route: () => Promise<Response>): Promise<Response> {
  const given = request.headers.get(REQUEST_ID);
  const id = given !== null && SANE.test(given) ? given : crypto.randomUUID();
  const response = await present.run(id, route);
  response.headers.set(REQUEST_ID, id);
  return response;
}

/** That of the request which is being answered, if there is one. */
export function presentRequestId(): string | undefined {
  return present.getStore();
}
