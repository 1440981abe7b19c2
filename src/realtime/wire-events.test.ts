import { expect, test } from 'vitest';
import { WireEvents } from './wire-events';

function told(...events: ({ type: string } & Record<string, unknown>)[]): unknown[] {
  const heard: unknown[] = [];
  const wire = new WireEvents(
    (event) => heard.push(event),
    () => 'returns',
  );
  for (const event of events) wire.read(event);
  return heard;
}

test('a typed message is complete at once', () => {
  const item = { id: 'item_1', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] };

  expect(told({ type: 'conversation.item.added', item })).toEqual([
    { type: 'transcript.started', itemId: 'item_1', role: 'user', agent: 'returns' },
    { type: 'transcript.completed', itemId: 'item_1', role: 'user', text: 'hello', agent: 'returns' },
  ]);
});

test('a response that was cancelled leaves its message interrupted', () => {
  const response = { status: 'cancelled', output: [{ id: 'item_2', type: 'message' }] };

  expect(told({ type: 'response.done', response })).toEqual([{ type: 'transcript.interrupted', itemId: 'item_2' }]);
});

test('an event of an unexpected shape tells nothing', () => {
  expect(told({ type: 'response.output_text.delta', delta: 7 }, { type: 'rate_limits.updated' })).toEqual([]);
});
