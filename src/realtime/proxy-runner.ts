import { objectWithin, parseExactly } from '@/contract/json-text';
import { errorAnswer, toolAnswer, type ToolError } from '@/contract/tool-call';
import { newTraceId, newTraceparent } from '@/contract/traceparent';
import type { ToolOutcome } from './session-events';
import type { OutgoingCall, RunAnswer, ToolRunner } from './tool-runner';

// The proxy answers within five seconds of the tool's timeout, and may first have to learn it.
const BEYOND_TIMEOUT_MS = 15_000;

/** Executes tool calls through this site's proxy, which holds the session's token; all are spans of one trace. */
export function proxyRunner(sessionId: string): ToolRunner {
  const traceId = newTraceId();
  return async (call) => {
    try {
      return await post(sessionId, call, newTraceparent(traceId));
    } catch {
      return unreachable(call.callId);
    }
  };
}

async function post(sessionId: string, call: OutgoingCall, traceparent: string): Promise<RunAnswer> {
  const response = await fetch('/api/execute-python-tool', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent },
    body: JSON.stringify({
      session_id: sessionId,
      tool_name: call.tool,
      arguments: call.arguments,
      call_id: call.callId,
      agent: call.agent,
      conversation: call.conversation,
    }),
    signal: AbortSignal.timeout(call.timeoutMs + BEYOND_TIMEOUT_MS),
  });
  return readAnswer(call.callId, response);
}

/** The contract's answer, without what only machines need (whether it was replayed, how long it took). */
export async function readAnswer(callId: string, response: Response): Promise<RunAnswer> {
  const text = await response.text().catch(() => '');
  const parsed = toolAnswer.safeParse(asJson(text));
  if (!parsed.success) return unreachable(callId);
  const { result, error } = parsed.data;
  if (result !== undefined) {
    return { outcome: 'succeeded', answer: { call_id: callId, result }, output: outputOf(callId, text, 'result') };
  }
  const outcome = outcomeOf(error, response.status);
  return { outcome, answer: errorAnswer(callId, error), output: outputOf(callId, text, 'error') };
}

/** The toolserver's own text, as parsing would change long numbers. */
function outputOf(callId: string, text: string, name: 'result' | 'error'): string {
  return `{"call_id":${JSON.stringify(callId)},"${name}":${objectWithin(text, name) ?? 'null'}}`;
}

function asJson(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return null;
  }
}

function outcomeOf({ code }: ToolError, status: number): ToolOutcome {
  if (code === 'confirmation_required') return 'asked';
  return status >= 400 && status < 500 ? 'refused' : 'failed';
}

function unreachable(callId: string): RunAnswer {
  const answer = errorAnswer(callId, {
    code: 'outcome_unknown',
    message: 'the page did not get an answer from its server',
    say: 'I could not confirm whether that worked.',
    retryable: false,
  });
  return { outcome: 'failed', answer, output: JSON.stringify(answer) };
}
