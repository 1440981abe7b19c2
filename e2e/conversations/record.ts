import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Call, CallOutcome, Step } from './happened';

const MASK = '•••';
const CUT = /…$/;

const recorded = z.object({
  call_id: z.string(),
  tool: z.string(),
  outcome: z.string(),
  error_code: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()).default({}),
});
const page = z.object({ calls: z.array(recorded), next_cursor: z.null().optional() });
export type Recorded = z.infer<typeof recorded>;

/** A call as the caller's side saw it: what was sent, and how it was answered. */
export interface SeenCall {
  callId: string;
  tool: string;
  arguments: Readonly<Record<string, unknown>>;
  outcome: 'refused' | 'other';
  code: string | null;
}

export type Seen = SeenCall | { handoff: string };

/** The toolserver's own record of a session's calls, oldest first. Raises where there are more than a page. */
export async function readRecord(toolserverUrl: string, sessionId: string): Promise<Recorded[]> {
  const response = await fetch(`${toolserverUrl}/calls?session_id=${encodeURIComponent(sessionId)}&limit=200`);
  return page.parse(await response.json()).calls.reverse();
}

/** What happened, as the record has it: a call that only its sender knows did not happen, unless it was refused. */
export function stepsOf(record: readonly Recorded[], seen: readonly Seen[], effects: Effects): Step[] {
  const rest = [...record];
  const steps: Step[] = [];
  for (const each of seen) {
    if ('handoff' in each) {
      steps.push(each);
      continue;
    }
    const at = rest.findIndex((call) => call.call_id === each.callId);
    // Calls before it that nobody here sent were made by tools.
    if (at >= 0) steps.push(...rest.splice(0, at + 1).map((call) => callOf(call, each, effects)));
    else if (each.outcome === 'refused') steps.push({ ...refused(each), effect: effects.get(each.tool) ?? 'read' });
  }
  return [...steps, ...rest.map((call) => callOf(call, undefined, effects))];
}

/** Which tools only read. */
export type Effects = ReadonlyMap<string, Call['effect']>;

function callOf(call: Recorded, seen: SeenCall | undefined, effects: Effects): Call {
  const sent = seen?.callId === call.call_id ? seen.arguments : {};
  return {
    tool: call.tool,
    arguments: unmasked(call.arguments, sent) as Call['arguments'],
    outcome: outcomeOf(call),
    code: call.error_code ?? null,
    effect: effects.get(call.tool) ?? 'write',
  };
}

function refused({ tool, arguments: sent, code }: SeenCall): Omit<Call, 'effect'> {
  return { tool, arguments: sent, outcome: 'refused', code };
}

function outcomeOf({ outcome, error_code }: Recorded): CallOutcome {
  if (error_code === 'confirmation_required') return 'asked';
  return outcome === 'succeeded' ? 'succeeded' : 'failed';
}

/** The recorded value; where the record hides or cuts it, the one that was sent. */
function unmasked(kept: unknown, sent: unknown): unknown {
  if (sent === undefined || isDeepStrictEqual(kept, sent)) return kept;
  if (typeof kept === 'string') return kept === MASK || CUT.test(kept) ? sent : kept;
  if (!isFields(kept) || !isFields(sent)) return kept;
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, unmasked(value, sent[name])]));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
