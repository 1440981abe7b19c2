import { expect, test } from 'vitest';
import type { SessionEvent } from '@/realtime/session-events';
import { transcriptReducer, type Transcript } from './transcript';

const called = {
  type: 'tool.called',
  callId: 'c',
  tool: 'lookupOrders',
  arguments: { a: 1 },
  agent: 'x',
  at: 1,
} as const;
const finished = { type: 'tool.finished', callId: 'c', outcome: 'failed', answer: { b: 2 }, tookMs: 7, at: 2 } as const;
const again = { ...finished, outcome: 'succeeded', answer: { c: 3 }, tookMs: 9, at: 3 } as const;
const ENTRY = { tool: 'lookupOrders', arguments: { a: 1 }, outcome: 'failed', answer: { b: 2 }, tookMs: 7 };

function fold(...events: SessionEvent[]): Transcript {
  return events.reduce(transcriptReducer, []);
}

test.each<[string, SessionEvent[]]>([
  ['in order', [called, finished]],
  ['that finished before it was called', [finished, called]],
  ['that was called twice', [called, finished, called]],
  ['that finished twice, of which the first counts', [called, finished, again]],
  ['that finished twice before it was called', [finished, again, called]],
])('a tool call %s is one entry', (_order, events) => {
  const transcript = fold(...events);

  expect(transcript).toHaveLength(1);
  expect(transcript).toMatchObject([ENTRY]);
});

test('a tool call of which only the end is known shows that end without a name', () => {
  expect(fold(finished)).toMatchObject([{ tool: null, arguments: null, outcome: 'failed' }]);
});
