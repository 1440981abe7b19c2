import type { RealtimeTransportLayer } from '@openai/agents/realtime';
import { z } from 'zod';
import { parseExactly } from '@/contract/json-text';

// What stands around an output in its event.
const ENVELOPE_BYTES = 1_000;
const LONGEST_TEXT = 2_000;
/** What the model needs of an answer to go on: what to say, what to do next, and how to do it again. */
const KEPT = ['code', 'message', 'say', 'retryable', 'confirmation_token', 'next_action'];
const NOTE =
  'The rest was too long to be sent to you; the caller sees all of it on the page. Do not guess what it says.';

const fields = z.record(z.string(), z.unknown());
const answered = z.looseObject({ call_id: z.unknown(), result: fields.optional(), error: fields.optional() });

/**
 * Shortens the outputs that the transport could not send: a data channel throws when a message is over its size, the
 * call would stay without an output, and the agent mute.
 */
export function boundOutputs(transport: RealtimeTransportLayer, maxMessageBytes: () => number): void {
  const send = transport.sendFunctionCallOutput.bind(transport);
  transport.sendFunctionCallOutput = (call, output, startResponse) => {
    send(call, bytesOf(output) + ENVELOPE_BYTES > maxMessageBytes() ? shortened(output) : output, startResponse);
  };
}

/** As it stands within the JSON of an event, where each quote takes two bytes. */
function bytesOf(output: string): number {
  return new TextEncoder().encode(JSON.stringify(output)).byteLength;
}

function shortened(output: string): string {
  const { call_id, result, error } = read(output);
  return JSON.stringify({ call_id, result: result && gistOf(result), error: error && gistOf(error) });
}

function read(output: string): z.infer<typeof answered> {
  try {
    return answered.parse(parseExactly(output));
  } catch {
    return { call_id: null, result: { say: output } };
  }
}

function gistOf(whole: Record<string, unknown>): Record<string, unknown> {
  const kept = KEPT.filter((name) => name in whole).map((name): [string, unknown] => [name, cut(whole[name])]);
  return { ...Object.fromEntries(kept), note: NOTE };
}

function cut(value: unknown): unknown {
  if (typeof value !== 'string') return typeof value === 'boolean' ? value : null;
  return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
}
