import { expect, test } from 'vitest';
import { entryOf } from '@/contract/manifest.fake';
import { MASK } from '@/contract/masking';
import { maskedEmit } from './masked-events';
import type { WireEvent } from './session-events';
import type { Emit } from './tool-runner';

type Told = Parameters<Emit>[0];

const SECRET = 'Zebulon Quartermain';
const ARGUMENTS = JSON.stringify({ name: SECRET, order_id: 'SNP-1' });
const OUTPUT = JSON.stringify({ call_id: 'call_1', result: { say: 'Done.', customer: { name: SECRET } } });
const CALL = { type: 'function_call', id: 'item_1', call_id: 'call_1', name: 'greet', arguments: ARGUMENTS };
const SHOWN_CALL = { ...CALL, arguments: JSON.stringify({ name: MASK, order_id: 'SNP-1' }) };
const ANSWERED = { type: 'function_call_output', call_id: 'call_1', output: OUTPUT };
const SHOWN_OUTPUT = JSON.stringify({ call_id: 'call_1', result: { say: 'Done.', customer: { name: MASK } } });

const name = { type: 'string', 'x-sensitive': true };
const MANIFEST = [
  entryOf('greet', {
    parameters: { type: 'object', properties: { name, order_id: { type: 'string' } } },
    result: { type: 'object', properties: { say: { type: 'string' }, customer: { properties: { name } } } },
  }),
];
const REMOTE = { type: 'object', properties: { say: { type: 'string' }, value: { 'x-sensitive': true } } };
MANIFEST.push(...MANIFEST.map((entry) => ({ ...entry, name: 'crm_greet', result: REMOTE })));

function told(...events: Told[]): Told[] {
  const seen: Told[] = [];
  const emit = maskedEmit((event) => seen.push(event), MANIFEST);
  for (const event of events) emit(event);
  return seen;
}

function wire(...events: WireEvent[]): WireEvent[] {
  const seen = told(...events.map((event): Told => ({ type: 'wire.seen', direction: 'server', event })));
  return seen.flatMap((event) => (event.type === 'wire.seen' ? [event.event] : []));
}

test('a tool call and its answer are told with what the manifest marks masked', () => {
  const given: unknown = JSON.parse(ARGUMENTS);
  const answer: unknown = JSON.parse(OUTPUT);
  const seen = told(
    { type: 'tool.called', callId: 'call_1', tool: 'greet', arguments: given, agent: 'clerk' },
    { type: 'tool.finished', callId: 'call_1', outcome: 'succeeded', answer, tookMs: 1 },
  );

  const shown: unknown = JSON.parse(SHOWN_OUTPUT);
  expect(seen).toMatchObject([{ arguments: { name: MASK, order_id: 'SNP-1' } }, { answer: shown }]);
  expect(answer).toEqual(JSON.parse(OUTPUT));
});

test.each<[string, WireEvent, WireEvent]>([
  ['an item of a response', { type: 'response.output_item.done', item: CALL }, { type: '', item: SHOWN_CALL }],
  ['an item of the conversation', { type: 'conversation.item.added', item: CALL }, { type: '', item: SHOWN_CALL }],
  [
    'a finished response',
    { type: 'response.done', response: { output: [{ type: 'message' }, CALL] } },
    { type: '', response: { output: [{ type: 'message' }, SHOWN_CALL] } },
  ],
  [
    'the end of the arguments',
    { type: 'response.function_call_arguments.done', call_id: 'call_1', name: 'greet', arguments: ARGUMENTS },
    { type: '', call_id: 'call_1', name: 'greet', arguments: SHOWN_CALL.arguments },
  ],
  [
    'a piece of the arguments',
    { type: 'response.function_call_arguments.delta', call_id: 'call_1', delta: '{"name":"Zeb' },
    { type: '', call_id: 'call_1', delta: MASK },
  ],
])('%s is shown with its arguments masked', (_name, event, shown) => {
  expect(wire(event)).toEqual([{ ...shown, type: event.type }]);
});

test('an output is masked as its call was declared, also where only the call is named', () => {
  const [, first, second] = wire(
    { type: 'response.output_item.added', item: { ...CALL, arguments: '' } },
    { type: 'conversation.item.create', item: ANSWERED },
    { type: 'response.function_call_arguments.done', call_id: 'call_1', arguments: ARGUMENTS },
  );

  expect(first).toMatchObject({ item: { output: SHOWN_OUTPUT } });
  expect(second).toMatchObject({ arguments: SHOWN_CALL.arguments });
});

test('the reason of an error is shown: it quotes nothing', () => {
  const output = JSON.stringify({ error: { code: 'not_found', message: 'no', say: 'No.', retryable: false } });
  const [, shown] = wire(
    { type: 'conversation.item.added', item: CALL },
    { type: 'conversation.item.create', item: { ...ANSWERED, output } },
  );

  expect(shown).toMatchObject({ item: { output } });
});

test('the reason of an error of another system is not shown: it may quote anything', () => {
  const error = { code: 'tool_failed', message: `there is no ${SECRET}`, say: 'That did not work.', retryable: false };
  const [, shown] = wire(
    { type: 'conversation.item.added', item: { ...CALL, name: 'crm_greet' } },
    { type: 'conversation.item.create', item: { ...ANSWERED, output: JSON.stringify({ error }) } },
  );

  expect(shown).toMatchObject({ item: { output: JSON.stringify({ error: { ...error, message: MASK } }) } });
});

test.each<[string, WireEvent]>([
  ['a tool that is not in the manifest', { type: 'conversation.item.added', item: { ...CALL, name: 'transfer_to_x' } }],
  ['arguments that are no JSON', { type: 'conversation.item.added', item: { ...CALL, arguments: `{name: ${SECRET}` } }],
  ['the output of an unknown call', { type: 'conversation.item.added', item: { ...ANSWERED, call_id: 'call_2' } }],
  ['an output that is no answer', { type: 'conversation.item.added', item: { ...ANSWERED, output: `"${SECRET}"` } }],
])('of %s nothing is shown', (_name, event) => {
  expect(JSON.stringify(wire(event))).not.toContain('Zebulon');
});

test('what else happens is told as it is', () => {
  const said: Told = { type: 'transcript.completed', itemId: 'i', role: 'user', text: SECRET, agent: 'clerk' };
  const event = { type: 'session.updated', session: { tools: [{ name: 'greet' }], voice: null } };

  expect(told(said)).toEqual([said]);
  expect(wire(event)).toEqual([event]);
});
