import 'server-only';
import http from 'node:http';
import https from 'node:https';
import { presentRequestId, REQUEST_ID } from './request-id';

/** One request to the toolserver. */
export interface Question {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  /** The credential that is sent along, if there is one. */
  bearer: string | undefined;
  /** The span it belongs to. */
  traceparent?: string;
  /** JSON, as it is sent. */
  body?: Buffer;
  timeoutMs: number;
}

/** What it answered, unread. */
export interface Answer {
  status: number;
  text: string;
}

// Shorter than the five seconds after which uvicorn closes an idle connection, so that none is used as it closes.
const IDLE_MS = 4_000;
const agents = {
  'http:': new http.Agent({ keepAlive: true, timeout: IDLE_MS }),
  'https:': new https.Agent({ keepAlive: true, timeout: IDLE_MS }),
};

/**
 * Asks over a connection that stays open. Node's own client, as Next wraps `fetch` for caching, which a tool call has
 * to wait for. Throws Node's error, with its `code`, when no whole answer came in time.
 */
export function ask({ method, url, bearer, traceparent, body, timeoutMs }: Question): Promise<Answer> {
  const target = new URL(url);
  const requestId = presentRequestId();
  const isSecure = target.protocol === 'https:';
  const request = (isSecure ? https : http).request(target, {
    method,
    agent: agents[isSecure ? 'https:' : 'http:'],
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.byteLength }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(requestId === undefined ? {} : { [REQUEST_ID]: requestId }),
    },
  });
  const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  return new Promise<Answer>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.end(body);
  }).finally(() => {
    clearTimeout(timer);
  });
}
