import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { scenarios } from '@/app/agentConfigs';
import { entryOf } from '@/contract/manifest.fake';
import { readSettings, type Settings } from './env';

export type Reply = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** What one of them was asked. */
export interface Asked {
  method: string;
  url: string;
  authorization: string | undefined;
  traceparent: string | undefined;
  body: string;
}

export const ORIGIN = 'http://127.0.0.1:3000';
export const TOOL_NAMES = [...new Set(scenarios[0].agents.flatMap((agent) => agent.tools))];

/** The toolserver and the voice service in one, listening on loopback; a test changes what they reply. */
export class Neighbours {
  readonly seen: Asked[] = [];
  readonly replies: Record<string, Reply> = {
    '/tools': json(200, { tools: TOOL_NAMES.map((name) => entryOf(name)) }),
    '/sessions': json(201, { session_id: 'ses_1', token: 'secret-token', expires_at: '2030-01-01T00:00:00Z' }),
    '/demo': json(404, {}),
    '/v1/realtime/client_secrets': json(200, { value: 'ek_1', expires_at: 1 }),
    '/execute-tool': json(200, { call_id: 'call_1', result: { say: 'Done.' } }),
    '/sessions/ses_1': (_request, response) => response.writeHead(204).end(),
  };
  private readonly server = createServer((request, response) => {
    void this.serve(request, response);
  });

  static async start(): Promise<Neighbours> {
    const neighbours = new Neighbours();
    neighbours.server.listen(0, '127.0.0.1');
    await once(neighbours.server, 'listening');
    return neighbours;
  }

  get origin(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  settings(environment: Record<string, string> = {}): Settings {
    return readSettings({ TOOLSERVER_URL: this.origin, REALTIME_URL: `${this.origin}/v1`, ...environment });
  }

  /** The requests to one path, in order. */
  askedOf(url: string): Asked[] {
    return this.seen.filter((asked) => asked.url === url);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '' } = request;
    const { authorization, traceparent } = request.headers;
    this.seen.push({ method, url, authorization, traceparent: traceparent?.toString(), body });
    (this.replies[url] ?? json(404, {}))(request, response, body);
  }
}

export function json(status: number, body: object): Reply {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** A request as a page of this site sends it. */
export function asked(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`${ORIGIN}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
    body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
  });
}

export async function codeOf(response: Response): Promise<unknown> {
  const body = (await response.json()) as { error?: { code?: unknown } };
  return body.error?.code;
}
