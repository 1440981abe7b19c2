import type { RealtimeTransportLayer } from '@openai/agents/realtime';
import { z } from 'zod';
import { flawOf } from '@/contract/json-text';
import { errorAnswer, type ToolError } from '@/contract/tool-call';
import type { Emit } from './tool-runner';

const functionCall = z.looseObject({
  type: z.literal('function_call'),
  callId: z.string(),
  name: z.string(),
  arguments: z.string(),
  responseId: z.string(),
  id: z.string().optional(),
});
type FunctionCall = z.infer<typeof functionCall>;

/** What the wrapper has to know of the session. */
export interface Answerable {
  emit: Emit;
  agent: () => string;
  knows: (tool: string) => boolean;
}

/**
 * Answers the calls that the SDK would leave without an output that can be spoken: arguments that are not a JSON object
 * (it only reports an error) or that nothing could pass on as they are and tools that nobody declared (it sends plain text and asks for no response). A call that
 * arrives twice is taken once.
 */
export function answerUnanswerable(transport: RealtimeTransportLayer, session: Answerable): void {
  const pass = transport.emit.bind(transport);
  const seen = new Set<string>();
  transport.emit = (type, ...parameters) => {
    const call = type === 'function_call' ? functionCall.safeParse(parameters[0]).data : undefined;
    if (call === undefined) return pass(type, ...parameters);
    if (seen.has(call.callId)) return true;
    seen.add(call.callId);
    const error = refusalOf(call, session);
    if (error === null) return pass(type, ...parameters);
    refuse(transport, session, call, error);
    return true;
  };
}

function refusalOf(call: FunctionCall, session: Answerable): ToolError | null {
  if (!session.knows(call.name)) {
    return {
      code: 'unknown_tool',
      message: `there is no tool ${JSON.stringify(call.name)}`,
      say: 'I cannot do that here.',
      retryable: false,
    };
  }
  const flaw = flawOf(call.arguments) ?? (isJsonObject(call.arguments) ? null : 'they are not a JSON object');
  if (flaw === null) return null;
  return {
    code: 'invalid_arguments',
    message: `the arguments cannot be passed on: ${flaw}`,
    say: 'Something went wrong on my side; let me try that again.',
    retryable: true,
  };
}

function refuse(transport: RealtimeTransportLayer, session: Answerable, call: FunctionCall, error: ToolError): void {
  const { callId, name: tool } = call;
  const answer = errorAnswer(callId, error);
  session.emit({ type: 'tool.called', callId, tool, arguments: call.arguments, agent: session.agent() });
  session.emit({ type: 'tool.finished', callId, outcome: 'refused', answer, tookMs: 0 });
  transport.sendFunctionCallOutput(call, JSON.stringify(answer), true);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
