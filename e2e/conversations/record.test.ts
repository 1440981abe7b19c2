import { expect, test } from 'vitest';
import { stepsOf, type Recorded, type SeenCall } from './record';

const EFFECTS = new Map([['look_up', 'read' as const]]);

function recorded(call_id: string, change: Partial<Recorded> = {}): Recorded {
  return { call_id, tool: 'look_up', outcome: 'succeeded', arguments: {}, ...change };
}

function seen(callId: string, change: Partial<SeenCall> = {}): SeenCall {
  return { callId, tool: 'look_up', arguments: {}, outcome: 'other', code: null, ...change };
}

test('a call that the toolserver did not record did not happen', () => {
  expect(stepsOf([], [seen('c1')], EFFECTS)).toEqual([]);
});

test('a call that was refused is known to its sender alone', () => {
  const refused = seen('c1', { outcome: 'refused', code: 'verification_required' });

  expect(stepsOf([], [refused], EFFECTS)).toMatchObject([{ outcome: 'refused', code: 'verification_required' }]);
});

test('what the record says counts, and what it hides is as it was sent', () => {
  const record = [recorded('c1', { arguments: { phone: '•••', day: '1', note: 'long…', place: { street: '•••' } } })];
  const sent = { phone: '555', day: '2', note: 'long text', place: { street: 'Elm' } };

  expect(stepsOf(record, [seen('c1', { arguments: sent })], EFFECTS)).toMatchObject([
    { arguments: { phone: '555', day: '1', note: 'long text', place: { street: 'Elm' } } },
  ]);
});

test('a question is no failure, and whatever did not succeed is one', () => {
  const record = [
    recorded('c1', { outcome: 'failed', error_code: 'confirmation_required' }),
    recorded('c2', { outcome: 'timed_out', error_code: 'timed_out' }),
    recorded('c3', { outcome: 'crashed', error_code: 'internal_error' }),
  ];

  expect(stepsOf(record, [], EFFECTS).map((step) => 'outcome' in step && step.outcome)).toEqual([
    'asked',
    'failed',
    'failed',
  ]);
});

test('calls that tools made stand among those that were sent, and handoffs between', () => {
  const record = [recorded('c1', { tool: 'a' }), recorded('nested', { tool: 'b' }), recorded('c2', { tool: 'c' })];
  const steps = stepsOf(record, [seen('c1'), { handoff: 'sales' }, seen('c2')], EFFECTS);

  expect(steps.map((step) => ('handoff' in step ? step.handoff : step.tool))).toEqual(['a', 'sales', 'b', 'c']);
});
