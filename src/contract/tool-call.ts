import { z } from 'zod';

/** One message of the conversation that travels with a call. */
export const conversationMessage = z.strictObject({ role: z.enum(['user', 'assistant']), text: z.string().max(4000) });
export type ConversationMessage = z.infer<typeof conversationMessage>;

export const sessionId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);

/** A tool call as the page sends it to the proxy. */
export const toolCall = z.strictObject({
  session_id: sessionId,
  tool_name: z.string().min(1).max(100),
  /** An object, or the model's own text of one. */
  arguments: z.union([z.record(z.string(), z.unknown()), z.string()]),
  call_id: z.string().min(1).max(200),
  agent: z.string().min(1).max(100).optional(),
  conversation: z.array(conversationMessage).max(10).optional(),
});
export type ToolCall = z.infer<typeof toolCall>;

/** Why a call was refused or failed, with a sentence that can be spoken. */
export const toolError = z.looseObject({
  code: z.string(),
  message: z.string(),
  say: z.string(),
  retryable: z.boolean(),
});
export type ToolError = z.infer<typeof toolError>;

/** The answer to a tool call: exactly one of `result` and `error`. */
export const toolAnswer = z.union([
  z.object({
    call_id: z.string().nullish(),
    result: z.looseObject({ say: z.string() }),
    error: z.undefined().optional(),
  }),
  z.object({ call_id: z.string().nullish(), error: toolError, result: z.undefined().optional() }),
]);
export type ToolAnswer = z.infer<typeof toolAnswer>;

/** The contract's error object. */
export function errorAnswer(callId: string, error: ToolError): ToolAnswer {
  return { call_id: callId, error };
}
