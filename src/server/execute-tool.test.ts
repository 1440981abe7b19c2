import { afterEach, beforeEach, expect, test } from 'vitest';
import { entryOf } from '@/contract/manifest.fake';
import { isTraceparent } from '@/contract/traceparent';
import { CallLimits } from './call-limits';
import { executeTool } from './execute-tool';
import { asked, codeOf, json, Neighbours } from './neighbours.fake';
import { answering } from './refusal';
import { ToolTimeouts } from './tool-timeouts';

const CALL = { session_id: 'ses_1', tool_name: 'lookupOrders', arguments: { phoneNumber: '1' }, call_id: 'call_1' };
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const COOKIE = { cookie: 'frontdesk_ses_1=secret-token' };

let neighbours: Neighbours;
let timeouts: ToolTimeouts;
let limits: CallLimits;

beforeEach(async () => {
  neighbours = await Neighbours.start();
  neighbours.replies['/tools'] = json(200, {
    tools: [entryOf('lookupOrders', { timeout_s: 0.4 }), entryOf('slowOne', { timeout_s: 2 })],
  });
  timeouts = new ToolTimeouts();
  limits = new CallLimits(neighbours.settings({ SESSION_CALLS_A_MINUTE: '3' }));
});

afterEach(() => {
  neighbours.stop();
});

/** The body of the call with other arguments, as somebody wrote them. */
function written(given: string): string {
  return JSON.stringify(CALL).replace('{"phoneNumber":"1"}', given);
}

function at(origin: string): Record<string, string> {
  return { origin, host: new URL(origin).host };
}

function execute(body: unknown, headers: Record<string, string> = COOKIE): Promise<Response> {
  const forwarding = {
    settings: neighbours.settings(),
    timeouts,
    limits,
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

test.each([
  ['an account number of eighteen digits', '{ "phoneNumber" : 653247040368672769, "rate": 1.50 }'],
  ['arguments as the model wrote them', JSON.stringify('{"phoneNumber": 653247040368672769}')],
])('%s: forwarded byte for byte, and the answer too', async (_name, given) => {
  const answer = '{"call_id":"call_1","result":{"say":"Done.","account":653247040368672769}}';
  neighbours.replies['/execute-tool'] = (_request, response) => response.writeHead(200).end(answer);
  const response = await execute(written(given));

  expect(await response.text()).toBe(answer);
  expect(neighbours.askedOf('/execute-tool').map(({ body }) => body)).toEqual([written(given)]);
});

test('a session that calls far more often than the toolserver lets it is stopped here', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 7; n += 1) statuses.push((await execute(CALL)).status);
  const other = await execute({ ...CALL, session_id: 'ses_2' }, { cookie: 'frontdesk_ses_2=other' });

  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  expect(other.status).toBe(200);
});

test('one address that claims ever other sessions is stopped too, and told when to come back', async () => {
  const statuses: number[] = [];
  let last = new Response();
  for (let n = 0; n < 61; n += 1) {
    last = await execute({ ...CALL, session_id: `ses_${n}` }, { cookie: `frontdesk_ses_${n}=made-up-${n}` });
    statuses.push(last.status);
  }

  expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  expect(last.headers.get('retry-after')).toBe('10');
});

test('a session that the toolserver does not know any more loses its cookie', async () => {
  neighbours.replies['/execute-tool'] = json(401, { error: { code: 'unauthenticated' } });

  expect((await execute(CALL)).headers.get('set-cookie')).toMatch(/^frontdesk_ses_1=; .*Path=\/api; Max-Age=0$/);
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
  ['of a hundred thousand levels', `{"arguments":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, undefined, 422],
  ['with an infinite number', written('{"phoneNumber":1e400}'), undefined, 422],
  ['with a key that is __proto__', written('{"__proto__":{"a":1}}'), undefined, 422],
  ['with such a key in the text of its arguments', { ...CALL, arguments: '{"__proto__":{"a":1}}' }, undefined, 422],
  ['with an infinite number in that text', { ...CALL, arguments: '{"a":1e400}' }, undefined, 422],
  ['of bytes that are no UTF-8', new Blob([JSON.stringify(CALL), new Uint8Array([0xe9])]), undefined, 400],
  ['of a page whose name was led here', CALL, { ...COOKIE, ...at('http://evil.example:3000') }, 403],
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
