import { expect, test } from 'vitest';
import type { SessionEvent } from '@/realtime/session-events';
import { callReducer, NO_CALL } from './call';
import { MAX_LOGGED } from './event-log';

const said = { type: 'transcript.started', itemId: 'a', role: 'assistant', agent: 'greeter', at: 1 } as const;

function fold(...events: SessionEvent[]) {
  return events.reduce(callReducer, NO_CALL);
}

test('deltas extend an entry until its completed text replaces them', () => {
  const done = {
    type: 'transcript.completed',
    itemId: 'a',
    role: 'assistant',
    text: 'Hello.',
    agent: 'x',
    at: 3,
  } as const;
  const late = { type: 'transcript.extended', itemId: 'a', delta: ' late', at: 4 } as const;
  const { transcript } = fold(said, { type: 'transcript.extended', itemId: 'a', delta: 'Hel', at: 2 }, done, late);

  expect(transcript).toMatchObject([{ text: 'Hello.', isFinal: true, agent: 'greeter' }]);
});

test('an interrupted entry keeps its text and is marked', () => {
  const { transcript } = fold(said, { type: 'transcript.interrupted', itemId: 'a', at: 2 });

  expect(transcript).toMatchObject([{ isInterrupted: true }]);
});

const heard = { type: 'transcript.started', itemId: 'u', role: 'user', agent: 'x', at: 1 } as const;
const silent = { type: 'transcript.completed', itemId: 'u', role: 'user', text: ' ', agent: 'x', at: 2 } as const;

test.each<[string, SessionEvent]>([
  ['that could not be recognised', { type: 'transcript.failed', itemId: 'u', at: 2 }],
  ['without a word', silent],
  ['that was waiting when the call ended', { type: 'session.changed', status: 'ended', message: null, at: 2 }],
  ['that was waiting when the call dropped', { type: 'session.changed', status: 'dropped', message: null, at: 2 }],
])('a turn %s is not understood', (_name, event) => {
  expect(fold(heard, event).transcript).toMatchObject([{ isFinal: true, isNotUnderstood: true }]);
});

test('what an agent was saying when the call ended is interrupted, and what was said stays', () => {
  const done = { ...silent, text: 'hello' };
  const { transcript } = fold(heard, done, said, { type: 'session.changed', status: 'ended', message: null, at: 2 });

  expect(transcript).toMatchObject([
    { text: 'hello', isNotUnderstood: false, isInterrupted: false },
    { isInterrupted: true, isNotUnderstood: false },
  ]);
});

test('a tool call is running until it finished', () => {
  const called = { type: 'tool.called', callId: 'c', tool: 'lookupOrders', arguments: {}, agent: 'x', at: 1 } as const;
  const finished = { type: 'tool.finished', callId: 'c', outcome: 'refused', answer: {}, tookMs: 7, at: 2 } as const;

  expect(fold(called).transcript).toMatchObject([{ outcome: 'running' }]);
  expect(fold(called, finished).transcript).toMatchObject([{ outcome: 'refused', tookMs: 7 }]);
});

test('the next call starts with nothing of the last one', () => {
  const { transcript } = fold(said, { type: 'session.changed', status: 'connecting', message: null, at: 2 });

  expect(transcript).toEqual([]);
});

test('the event log keeps the newest events and their numbers', () => {
  const wire = { type: 'wire.seen', direction: 'server', event: { type: 'error' }, at: 1 } as const;
  const { log } = fold(...Array.from({ length: MAX_LOGGED + 5 }, () => wire));

  expect(log).toHaveLength(MAX_LOGGED);
  expect(log.at(-1)?.number).toBe(MAX_LOGGED + 5);
});
