import 'server-only';
import type { ToolError } from '@/contract/tool-call';

// As long as the toolserver asks a session to wait.
const WAIT = { 'retry-after': '10' };

/** Why this server did not do what a page asked; answered as the contract's error object. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly say: string = 'That did not work.',
  ) {
    super(message);
  }

  response(callId?: string): Response {
    const error: ToolError = { code: this.code, message: this.message, say: this.say, retryable: this.status >= 429 };
    const body = { ...(callId === undefined ? {} : { call_id: callId }), error };
    return Response.json(body, { status: this.status, headers: this.status === 429 ? WAIT : {} });
  }
}

/** Runs a route, and turns what it refuses into its answer; no answer is taken for anything but what it says it is. */
export async function answering(route: () => Promise<Response>): Promise<Response> {
  const response = await answered(route);
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}

async function answered(route: () => Promise<Response>): Promise<Response> {
  try {
    return await route();
  } catch (error) {
    if (error instanceof Refusal) return error.response();
    throw error;
  }
}
