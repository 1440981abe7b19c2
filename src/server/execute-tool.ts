import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import { toolCall, type ToolCall } from '@/contract/tool-call';
import { isTraceparent, newTraceparent } from '@/contract/traceparent';
import type { CallLimits } from './call-limits';
import type { Settings } from './env';
import { Refusal } from './refusal';
import { requireOwnOrigin } from './own-origin';
import { readBody, refuseFlaw } from './request-body';
import { expiredCookie, sessionToken } from './session-cookie';
import type { ToolTimeouts } from './tool-timeouts';
import { Toolserver } from './toolserver';
import { ask, type Answer, type Question } from './toolserver-connection';

/** How long a call may take beyond its tool's timeout, and how long to wait before it is sent again. */
export interface Patience {
  beyondTimeoutMs: number;
  betweenMs: number;
}

// The claim of a call on its call id lasts five seconds longer than its tool may run.
const PATIENCE: Patience = { beyondTimeoutMs: 5_000, betweenMs: 400 };
const CANNOT_REACH = 'I cannot reach our systems right now. Please try again in a moment.';

/** What the proxy forwards with. */
export interface Forwarding {
  settings: Settings;
  timeouts: ToolTimeouts;
  limits: CallLimits;
  patience?: Patience;
}

/**
 * Forwards one call that was checked, byte for byte, with its session's token; the same call id makes repeating it safe.
 */
export async function executeTool(request: Request, forwarding: Forwarding): Promise<Response> {
  const { settings, timeouts, limits, patience = PATIENCE } = forwarding;
  requireOwnOrigin(request, settings);
  limits.requireOfNetwork(request);
  const { value: call, bytes: body } = await readBody(request, toolCall);
  if (typeof call.arguments === 'string') refuseFlaw('arguments', call.arguments);
  const token = sessionToken(request, call.session_id);
  if (token === undefined) {
    return new Refusal(401, 'unauthenticated', 'no session of that id was started here').response(call.call_id);
  }
  limits.requireOfSession(token);
  const timeoutMs = await timeouts.inMs(call.tool_name, () => new Toolserver(settings).manifest());
  const deadline = performance.now() + timeoutMs + patience.beyondTimeoutMs;
  const url = `${settings.toolserverUrl}/execute-tool`;
  const question = { method: 'POST', url, bearer: token, traceparent: traceOf(request), body } as const;
  const attempt = () => forward({ ...question, timeoutMs: deadline - performance.now() });
  return repeated(attempt, call, { deadline, betweenMs: patience.betweenMs });
}

/** The page's own; a page that names none, or anything else, gets one here. */
function traceOf(request: Request): string {
  const named = request.headers.get('traceparent');
  return named !== null && isTraceparent(named) ? named : newTraceparent();
}

/** What one attempt came to; without an answer, whether the toolserver may have been reached. */
type Attempt = { answer: Answer } | { answer: undefined; wasSent: boolean };
type Limit = Pick<Patience, 'betweenMs'> & { deadline: number };

async function repeated(attempt: () => Promise<Attempt>, call: ToolCall, limit: Limit): Promise<Response> {
  let mayHaveRun = false;
  for (;;) {
    const made = await attempt();
    mayHaveRun ||= made.answer !== undefined || made.wasSent;
    if (!mayHaveRun) return unavailable(call);
    if (made.answer !== undefined && !isInProgress(made.answer)) return passedOn(made.answer, call);
    if (performance.now() + limit.betweenMs >= limit.deadline) return outcomeUnknown(call);
    await pause(limit.betweenMs);
  }
}

async function forward(question: Question): Promise<Attempt> {
  try {
    return { answer: await ask(question) };
  } catch (error) {
    return { answer: undefined, wasSent: !isConnectionRefused(error) };
  }
}

/** Nobody listened, so nothing can have been done. */
function isConnectionRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}

function isInProgress({ status, text }: Answer): boolean {
  return status === 409 && text.includes('"call_in_progress"');
}

// Compressing so little would cost more time than it saves on the way.
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store, no-transform' };

/** A session that the toolserver does not know any more has no use for its cookie. */
function passedOn({ status, text }: Answer, call: ToolCall): Response {
  const headers = new Headers(HEADERS);
  if (status === 401) headers.set('set-cookie', expiredCookie(call.session_id));
  return new Response(text, { status, headers });
}

function unavailable(call: ToolCall): Response {
  return new Refusal(503, 'unavailable', 'the toolserver cannot be reached', CANNOT_REACH).response(call.call_id);
}

function outcomeUnknown(call: ToolCall): Response {
  const message = `no answer to ${call.tool_name} came in time`;
  const error = { code: 'outcome_unknown', message, say: 'I could not confirm whether that worked.', retryable: false };
  return Response.json({ call_id: call.call_id, error }, { status: 200 });
}
