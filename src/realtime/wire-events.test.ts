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
  const output = [
    { id: 'item_1', type: 'message', status: 'completed' },
    { id: 'item_2', type: 'message', status: 'incomplete' },
  ];
  const done = { type: 'response.output_audio_transcript.done', item_id: 'item_2', transcript: '' };
  const heard = told(done, { type: 'response.done', response: { status: 'cancelled', output } });

  expect(heard.at(-1)).toEqual({ type: 'transcript.interrupted', itemId: 'item_2' });
  expect(heard).toHaveLength(2);
});

test.each(['failed', 'incomplete'])('so does one that %s', (status) => {
  const output = [{ id: 'item_2', type: 'message', status: 'incomplete' }];

  expect(told({ type: 'response.done', response: { status, output } })).toEqual([
    { type: 'transcript.interrupted', itemId: 'item_2' },
  ]);
});

test('a turn that could not be recognised will have no words', () => {
  const item = { id: 'u3', type: 'message', role: 'user', content: [{ type: 'input_audio', transcript: null }] };
  const error = { type: 'server_error', code: null, message: 'Input transcription failed' };
  const failed = { type: 'conversation.item.input_audio_transcription.failed', item_id: 'u3', content_index: 0, error };

  expect(told({ type: 'conversation.item.added', item }, failed)).toEqual([
    { type: 'transcript.started', itemId: 'u3', role: 'user', agent: 'returns' },
    { type: 'transcript.failed', itemId: 'u3' },
  ]);
});

test('an event of an unexpected shape tells nothing', () => {
  expect(told({ type: 'response.output_text.delta', delta: 7 }, { type: 'rate_limits.updated' })).toEqual([]);
});
