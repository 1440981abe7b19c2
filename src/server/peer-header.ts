import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Who is at the other end of the connection; written over whatever a client sends under this name. */
export const PEER_HEADER = 'x-frontdesk-peer';

/**
 * Tells the routes who connected. Next hands a route headers and no socket, and its own `x-forwarded-for` is what the
 * client wrote, where a client wrote one.
 */
export function tellPeers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
  });
}
