import { expect, test } from 'vitest';
import { readAnswer } from './proxy-runner';

const ERROR = { code: 'declined', message: 'no', say: 'That was declined.', retryable: false };
const ASKING = { ...ERROR, code: 'confirmation_required', say: 'Shall I?', confirmation_token: 'CNF-1' };

test.each([
  ['succeeded', 200, { result: { say: 'Done.' } }, { result: { say: 'Done.' } }],
  ['failed', 200, { error: ERROR }, { error: ERROR }],
  ['failed', 503, { error: ERROR }, { error: ERROR }],
  ['refused', 403, { error: ERROR }, { error: ERROR }],
  ['asked', 200, { error: ASKING }, { error: ASKING }],
])('a call %s when the answer with status %i says so', async (outcome, status, body, passedOn) => {
  const read = await readAnswer('call_1', Response.json({ ...body, replayed: false, took_ms: 3 }, { status }));

  expect(read).toEqual({ outcome, answer: { call_id: 'call_1', ...passedOn } });
});

test('an answer that cannot be read leaves the outcome unknown', async () => {
  const read = await readAnswer('call_1', new Response('<html>', { status: 502 }));

  expect(read).toMatchObject({ outcome: 'failed', answer: { error: { code: 'outcome_unknown', retryable: false } } });
});
