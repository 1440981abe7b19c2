import type { SessionEvent, WireEvent } from '@/realtime/session-events';

export interface EventLogEntry {
  number: number;
  at: number;
  direction: 'client' | 'server';
  event: WireEvent;
}

export const MAX_LOGGED = 500;

/** The newest protocol events of this call, numbered from its start. */
export function eventLogReducer(log: readonly EventLogEntry[], event: SessionEvent): readonly EventLogEntry[] {
  if (event.type === 'session.changed' && event.status === 'connecting') return [];
  if (event.type !== 'wire.seen') return log;
  const number = (log.at(-1)?.number ?? 0) + 1;
  return [...log, { number, at: event.at, direction: event.direction, event: event.event }].slice(-MAX_LOGGED);
}
