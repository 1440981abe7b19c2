import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTraceparent } from '@/contract/traceparent';
import { executeTool } from './execute-tool';
import { asked, codeOf, entry, json, Neighbours } from './neighbours.fake';
import { answering } from './refusal';
import { ToolTimeouts } from './tool-timeouts';

const CALL = { session_id: 'ses_1', tool_name: 'lookupOrders', arguments: { phoneNumber: '1' }, call_id: 'call_1' };
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const COOKIE = { cookie: 'frontdesk_ses_1=secret-token' };

let neighbours: Neighbours;
let timeouts: ToolTimeouts;

beforeEach(async () => {
  neighbours = await Neighbours.start();
  neighbours.replies['/tools'] = json(200, { tools: [entry('lookupOrders', 0.4), entry('slowOne', 2)] });
  timeouts = new ToolTimeouts();
});

afterEach(() => {
  neighbours.stop();
});

function execute(body: unknown, headers: Record<string, string> = COOKIE): Promise<Response> {
  const forwarding = {
    settings: neighbours.settings(),
    timeouts,
    patience: { beyondTimeoutMs: 100, betweenMs: 10 },
  };
  return answering(() => executeTool(asked('/api/execute-python-tool', body, headers), forwarding));
}

test("a call is forwarded with its session's token, and the answer passed on", async () => {
  const response = await execute(CALL);

  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(await response.json()).toEqual({ call_id: 'call_1', result: { say: 'Done.' } });
  expect(neighbours.askedOf('/execute-tool')).toMatchObject([
    { authorization: 'Bearer secret-token', body: JSON.stringify(CALL) },
  ]);
});

test("the page's trace goes on, in every attempt", async () => {
  neighbours.replies['/execute-tool'] = (request) => request.socket.destroy();
  await execute(CALL, { ...COOKIE, traceparent: TRACEPARENT });

  const seen = neighbours.askedOf('/execute-tool').map(({ traceparent }) => traceparent);
  expect(seen.length).toBeGreaterThan(1);
  expect(new Set(seen)).toEqual(new Set([TRACEPARENT]));
});

test.each([
  ['nothing', undefined],
  ['no traceparent', 'hello'],
  ['a trace of zeros', TRACEPARENT.replace(/-[0-9a-f]{32}-/, `-${'0'.repeat(32)}-`)],
  ['a span of zeros', TRACEPARENT.replace(/-[0-9a-f]{16}-/, `-${'0'.repeat(16)}-`)],
  ['capitals', TRACEPARENT.toUpperCase()],
  ['something more', `${TRACEPARENT}-more`],
])('where a page sends %s a trace begins', async (_name, sent) => {
  await execute(CALL, { ...COOKIE, ...(sent === undefined ? {} : { traceparent: sent }) });
  await execute(CALL);

  const seen = neighbours.askedOf('/execute-tool').map(({ traceparent }) => traceparent ?? '');
  expect(seen.filter(isTraceparent)).toHaveLength(2);
  expect(new Set([...seen, sent]).size).toBe(3);
});

test.each([
  ['without its cookie', CALL, { cookie: 'frontdesk_ses_2=other' }, 401],
  ['with an unknown field', { ...CALL, extra: 1 }, undefined, 422],
  ['that is not JSON', '{', undefined, 400],
  ['of three megabytes', 'x'.repeat(3_000_000), undefined, 413],
  ['from another origin', CALL, { origin: 'https://elsewhere.example' }, 403],
  ['as plain text', CALL, { 'content-type': 'text/plain' }, 415],
])('a call %s is refused before it is forwarded', async (_name, body, headers, status) => {
  const response = await execute(body, headers);

  expect(response.status).toBe(status);
  expect(typeof (await codeOf(response))).toBe('string');
  expect(neighbours.seen).toEqual([]);
});

test('a call in progress is repeated with the same id until it is settled', async () => {
  let attempts = 0;
  neighbours.replies['/execute-tool'] = (request, response, body) => {
    attempts += 1;
    const settled = json(200, { call_id: 'call_1', result: { say: 'Done.' } });
    const running = json(409, { error: { code: 'call_in_progress' } });
    (attempts < 3 ? running : settled)(request, response, body);
  };

  expect((await execute(CALL)).status).toBe(200);
  expect(new Set(neighbours.askedOf('/execute-tool').map(({ body }) => body)).size).toBe(1);
  expect(attempts).toBe(3);
});

test('an answer that never comes is an unknown outcome', async () => {
  neighbours.replies['/execute-tool'] = (request) => request.socket.destroy();

  expect(await codeOf(await execute(CALL))).toBe('outcome_unknown');
  expect(neighbours.askedOf('/execute-tool').length).toBeGreaterThan(1);
});

test.each([
  ['lookupOrders', 'outcome_unknown'],
  ['slowOne', undefined],
])("%s is waited for as long as its own timeout, and the claim's margin", async (tool, code) => {
  neighbours.replies['/execute-tool'] = (...exchange) => {
    setTimeout(json(200, { call_id: 'call_1', result: { say: 'Done.' } }), 900, ...exchange);
  };

  expect(await codeOf(await execute({ ...CALL, tool_name: tool }))).toBe(code);
});

test('the timeouts are read once for many calls', async () => {
  await Promise.all([execute(CALL), execute({ ...CALL, call_id: 'call_2' })]);
  await execute({ ...CALL, call_id: 'call_3' });

  expect(neighbours.askedOf('/tools').length).toBe(1);
});

test('timeouts that cannot be read stop no call, and are asked for again', async () => {
  neighbours.replies['/tools'] = json(500, {});
  const first = await execute(CALL);
  const second = await execute(CALL);

  expect([first.status, second.status]).toEqual([200, 200]);
  expect(neighbours.askedOf('/tools').length).toBe(2);
});

test('a toolserver that dies during a call leaves its outcome unknown', async () => {
  neighbours.replies['/execute-tool'] = () => {
    neighbours.stop();
  };

  expect(await codeOf(await execute(CALL))).toBe('outcome_unknown');
  expect(neighbours.askedOf('/execute-tool').length).toBe(1);
});

test('a toolserver that is down is unavailable', async () => {
  neighbours.stop();
  const response = await execute(CALL);

  expect(response.status).toBe(503);
  expect(await codeOf(response)).toBe('unavailable');
});
