import type { SessionEvent, WireEvent } from '@/realtime/session-events';

/** A protocol event by its direction, or a note of the page's own for who builds agents. */
export type EventLogEntry = { number: number; at: number; type: string } & (
  { from: 'client' | 'server'; event: WireEvent } | { from: 'page'; note: string }
);

export const MAX_LOGGED = 500;

/** The newest of this call, numbered from its start. */
export function eventLogReducer(log: readonly EventLogEntry[], event: SessionEvent): readonly EventLogEntry[] {
  if (event.type === 'session.changed' && event.status === 'connecting') return [];
  const number = (log.at(-1)?.number ?? 0) + 1;
  const entry = entryOf(event, number);
  return entry === null ? log : [...log, entry].slice(-MAX_LOGGED);
}

function entryOf(event: SessionEvent, number: number): EventLogEntry | null {
  const { at, type } = event;
  if (type === 'tool.missing') return { number, at, type, from: 'page', note: event.note };
  if (type === 'wire.seen') return { number, at, type: event.event.type, from: event.direction, event: event.event };
  return null;
}
