import { expect, test, vi } from 'vitest';
import { isTraceparent } from '@/contract/traceparent';
import { proxyRunner, readAnswer } from './proxy-runner';

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

  expect(read).toMatchObject({ outcome, answer: { call_id: 'call_1', ...passedOn } });
  expect(JSON.parse(read.output)).toEqual({ call_id: 'call_1', ...passedOn });
});

test('an answer that cannot be read leaves the outcome unknown', async () => {
  const read = await readAnswer('call_1', new Response('<html>', { status: 502 }));

  expect(read).toMatchObject({ outcome: 'failed', answer: { error: { code: 'outcome_unknown', retryable: false } } });
});

test('the model gets the digits that the toolserver wrote', async () => {
  const result = '{"say": "Done.", "account": 653247040368672769, "rate": 1.50}';
  const read = await readAnswer('call_1', new Response(`{"replayed":false,"result":${result},"took_ms":1}`));

  expect(read.output).toBe(`{"call_id":"call_1","result":${result}}`);
  expect(read.answer).toEqual({
    call_id: 'call_1',
    result: { say: 'Done.', account: '653247040368672769', rate: 1.5 },
  });
});

test('a server that never answers leaves the outcome unknown, some time after the tool may have run', async () => {
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
  vi.stubGlobal('fetch', (_address: string, { signal }: RequestInit) =>
    signal?.aborted ? Promise.reject(new DOMException('too late', 'TimeoutError')) : new Promise(() => undefined),
  );
  const call = { callId: 'call_1', tool: 'x', arguments: '{}', agent: 'returns', conversation: [], timeoutMs: 30_000 };
  const read = await proxyRunner('ses_1')(call);
  vi.unstubAllGlobals();

  expect(timeout).toHaveBeenCalledWith(45_000);
  timeout.mockRestore();
  expect(read.answer.error?.code).toBe('outcome_unknown');
});

test('the calls of one session are spans of one trace, and another session has another', async () => {
  const sent: string[] = [];
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    sent.push(new Headers(init.headers).get('traceparent') ?? '');
    return Promise.resolve(Response.json({ result: { say: 'Done.' } }));
  });
  const call = {
    callId: 'call_1',
    tool: 'lookupOrders',
    arguments: '{}',
    agent: 'returns',
    conversation: [],
    timeoutMs: 30_000,
  };
  const [first, second] = [proxyRunner('ses_1'), proxyRunner('ses_2')];
  for (const run of [first, first, second]) await run(call);
  vi.unstubAllGlobals();

  const [one, next, other] = sent.map((traceparent) => traceparent.split('-')[1]);
  expect(sent.every(isTraceparent)).toBe(true);
  expect(new Set(sent).size).toBe(3);
  expect(next).toBe(one);
  expect(other).not.toBe(one);
});
