import { parseExactly } from '@/contract/json-text';
import type { ManifestEntry } from '@/contract/manifest';
import { isObject, mask, maskingOf, type Masking } from '@/contract/masking';
import type { WireEvent } from './session-events';
import type { Emit } from './tool-runner';

/** How one tool's arguments and results are shown; of a tool that the manifest does not have, nothing is. */
interface Shown {
  arguments: Masking;
  result: Masking;
  /** Whether its errors may quote another system. */
  quotesOthers: boolean;
}

/**
 * Passes on what happens with the sensitive values of tool calls masked, so that no state and no component ever holds
 * them. The model and the tools get the real ones: this stands only between a session and who watches it.
 */
export function maskedEmit(emit: Emit, manifest: readonly ManifestEntry[]): Emit {
  const calls = new Calls(manifest);
  return (event) => {
    switch (event.type) {
      case 'tool.called':
        calls.note(event.callId, event.tool);
        emit({ ...event, arguments: calls.of(event.callId).arguments(event.arguments) });
        break;
      case 'tool.finished':
        emit({ ...event, answer: maskedAnswer(event.answer, calls.of(event.callId)) });
        break;
      case 'wire.seen':
        emit({ ...event, event: maskedWireEvent(event.event, calls) });
        break;
      default:
        emit(event);
    }
  };
}

/** Which tool a call is of: outputs and the ends of arguments name only the call. */
class Calls {
  private readonly shown: ReadonlyMap<string, Shown>;
  private readonly tools = new Map<string, string>();

  constructor(manifest: readonly ManifestEntry[]) {
    const pairs = manifest.map((entry): [string, Shown] => [
      entry.name,
      {
        arguments: maskingOf(entry.parameters),
        result: maskingOf(entry.result),
        quotesOthers: isOfAnother(entry),
      },
    ]);
    this.shown = new Map(pairs);
  }

  note(callId: unknown, tool: unknown): void {
    if (typeof callId === 'string' && typeof tool === 'string') this.tools.set(callId, tool);
  }

  of(callId: unknown): Shown {
    const tool = typeof callId === 'string' ? this.tools.get(callId) : undefined;
    return this.shown.get(tool ?? '') ?? { arguments: mask, result: mask, quotesOthers: true };
  }
}

function maskedWireEvent(event: WireEvent, calls: Calls): WireEvent {
  if (event.type === 'response.function_call_arguments.delta') return { ...event, delta: mask(event.delta) };
  if (event.type === 'response.function_call_arguments.done') {
    calls.note(event.call_id, event.name);
    return { ...event, arguments: maskedText(event.arguments, calls.of(event.call_id).arguments) };
  }
  return { ...maskedItems(event, calls), type: event.type };
}

/** Items may stand anywhere in an event: alone, in a response's output, in the input of one. */
function maskedItems(value: Record<string, unknown>, calls: Calls): Record<string, unknown> {
  if (value.type === 'function_call') {
    calls.note(value.call_id, value.name);
    return { ...value, arguments: maskedText(value.arguments, calls.of(value.call_id).arguments) };
  }
  if (value.type === 'function_call_output') {
    const shown = calls.of(value.call_id);
    return { ...value, output: maskedText(value.output, (answer) => maskedAnswer(answer, shown)) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskedWithin(each, calls)]));
}

function maskedWithin(value: unknown, calls: Calls): unknown {
  if (Array.isArray(value)) return value.map((each) => maskedWithin(each, calls));
  return isObject(value) ? maskedItems(value, calls) : value;
}

/** The toolserver's own error texts quote nothing that a caller said; those of other systems may. */
function maskedAnswer(answer: unknown, shown: Shown): unknown {
  if (!isObject(answer) || !('result' in answer || 'error' in answer)) return mask(answer);
  if ('result' in answer) return { ...answer, result: shown.result(answer.result) };
  const { error } = answer;
  return isObject(error) && shown.quotesOthers
    ? { ...answer, error: { ...error, message: mask(error.message) } }
    : answer;
}

/** Of what another system answers, nobody marked what says something about a person: all of it is taken to. */
function isOfAnother({ result }: ManifestEntry): boolean {
  const value = isObject(result.properties) ? result.properties.value : undefined;
  return isObject(value) && maskingOf(value) === mask;
}

/** JSON as text; a text that is none may hold anything. */
function maskedText(text: unknown, masking: Masking): unknown {
  if (typeof text !== 'string' || text === '') return text;
  try {
    return JSON.stringify(masking(parseExactly(text)));
  } catch {
    return mask(text);
  }
}
