import { errorAnswer, toolAnswer, type ToolError } from '@/contract/tool-call';
import { newTraceId, newTraceparent } from '@/contract/traceparent';
import type { ToolOutcome } from './session-events';
import type { OutgoingCall, RunAnswer, ToolRunner } from './tool-runner';

/** Executes tool calls through this site's proxy, which holds the session's token; all are spans of one trace. */
export function proxyRunner(sessionId: string): ToolRunner {
  const traceId = newTraceId();
  return async (call) => {
    try {
      return await post(sessionId, call, newTraceparent(traceId));
    } catch {
      return { outcome: 'failed', answer: unreachable(call.callId) };
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
  });
  return readAnswer(call.callId, response);
}

/** The contract's answer, without what only machines need (whether it was replayed, how long it took). */
export async function readAnswer(callId: string, response: Response): Promise<RunAnswer> {
  const parsed = toolAnswer.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return { outcome: 'failed', answer: unreachable(callId) };
  const { result, error } = parsed.data;
  if (result !== undefined) return { outcome: 'succeeded', answer: { call_id: callId, result } };
  return { outcome: outcomeOf(error, response.status), answer: errorAnswer(callId, error) };
}

function outcomeOf({ code }: ToolError, status: number): ToolOutcome {
  if (code === 'confirmation_required') return 'asked';
  return status >= 400 && status < 500 ? 'refused' : 'failed';
}

function unreachable(callId: string): RunAnswer['answer'] {
  return errorAnswer(callId, {
    code: 'outcome_unknown',
    message: 'the page did not get an answer from its server',
    say: 'I could not confirm whether that worked.',
    retryable: false,
  });
}
