// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { entryOf } from '@/contract/manifest.fake';
import { ANSWER, FakeBrowser } from './browser.fake';
import { createVoiceSession } from './session';
import type { SessionEvent, VoiceSession } from './session-events';

const END = { method: 'DELETE', url: '/api/execute-python-tool?session_id=ses_1', keepalive: true };

const VERIFY = 'authenticate_user_information';
const PHONE = '(206) 135-1246';

let browser: FakeBrowser;
let session: VoiceSession;
let heard: SessionEvent[];

beforeEach(() => {
  vi.useFakeTimers();
  browser = new FakeBrowser();
  session = createVoiceSession();
  heard = [];
  session.subscribe((event) => heard.push(event));
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start(): Promise<void> {
  return session.start({ scenario: 'simpleHandoff', agent: null });
}

/** The model calls a tool. */
function callTool(name: string, given: string): void {
  const item = { type: 'function_call', id: 'item_1', call_id: 'call_1', name, status: 'completed' };
  browser.receive(
    { type: 'response.created', response: { id: 'resp_1', output: [] } },
    { type: 'response.function_call_arguments.delta', item_id: 'item_1', call_id: 'call_1', delta: given },
    { type: 'response.output_item.done', response_id: 'resp_1', output_index: 0, item: { ...item, arguments: given } },
    { type: 'response.done', response: { id: 'resp_1', output: [{ ...item, arguments: given }] } },
  );
}

/** The model calls the tool that verifies; the page's answer to it is on its way once this is over. */
async function verify(): Promise<void> {
  const parameters = { properties: { phone_number: { type: 'string', 'x-sensitive': true } } };
  browser.session = { ...ANSWER, manifest: [entryOf(VERIFY, { parameters, effect: 'write', result: {} })] };
  await session.start({ scenario: 'customerServiceRetail', agent: 'authentication' });
  const given = JSON.stringify({ phone_number: PHONE });
  callTool(VERIFY, given);
  await vi.waitFor(() => {
    expect(browser.fetched.at(-1)?.url).toBe('/api/execute-python-tool');
  });
}

function statuses(): string[] {
  return heard.flatMap((event) => (event.type === 'session.changed' ? [event.status] : []));
}

function message(): string | null | undefined {
  return heard.findLast((event) => event.type === 'session.changed')?.message;
}

/** What the model got for its calls. */
function outputs(): string[] {
  const items = browser.sent.map(({ item }) => item as { type: string; output: string } | undefined);
  return items.flatMap((item) => (item?.type === 'function_call_output' ? [item.output] : []));
}

function ends(): object[] {
  return browser.fetched.filter(({ method }) => method === 'DELETE');
}

test('a call connects, the agent speaks first, and its end ends the tool session', async () => {
  await start();

  expect(statuses()).toEqual(['connecting', 'connected']);
  expect(browser.sent.at(-1)).toMatchObject({ type: 'response.create' });
  expect(ends()).toEqual([]);

  session.stop();
  session.stop();

  expect(statuses()).toEqual(['connecting', 'connected', 'ended']);
  expect(browser.track.isStopped).toBe(true);
  expect(ends()).toEqual([END]);
});

test('a page that is left ends its call, and one that ended is left alone', async () => {
  await start();
  dispatchEvent(new Event('pagehide'));
  dispatchEvent(new Event('pagehide'));

  expect(statuses()).toEqual(['connecting', 'connected', 'ended']);
  expect(ends()).toEqual([END]);
});

test('a service that does not answer within ten seconds fails the call', async () => {
  browser.session = null;
  const started = start();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(statuses()).toEqual(['connecting']);
  await vi.advanceTimersByTimeAsync(1);
  await started;

  expect(statuses()).toEqual(['connecting', 'failed']);
  expect(message()).toContain('ten seconds');
  expect(browser.track.isStopped).toBe(true);
});

test('a start that is refused fails with the words for the customer', async () => {
  browser.session = { error: { code: 'rate_limited', say: 'Please wait a minute.' } };
  await start();

  expect(statuses()).toEqual(['connecting', 'failed']);
  expect(message()).toBe('Please wait a minute.');
});

test('a service that takes no page of this origin fails the call, and the setting is named', async () => {
  browser.isVoiceServiceDeaf = true;
  await start();

  expect(statuses()).toEqual(['connecting', 'failed']);
  expect(message()).toContain(`PUBLIC_ORIGIN may have to be ${location.origin}`);
});

test('a customer may take a minute to allow the microphone', async () => {
  browser.allowed = new Promise((resolve) => setTimeout(resolve, 60_000));
  const started = start();
  await vi.advanceTimersByTimeAsync(60_000);
  await started;

  expect(statuses()).toEqual(['connecting', 'connected']);
});

test('a microphone that is allowed after the call was stopped is let go', async () => {
  browser.allowed = new Promise((resolve) => setTimeout(resolve, 1_000));
  const started = start();
  session.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  await started;

  expect(browser.track.isStopped).toBe(true);
  expect(browser.fetched).toEqual([]);
  expect(heard.at(-1)).toMatchObject({ type: 'microphone.changed', microphone: 'off' });
});

test('a tool session that is opened for a call that was stopped is ended', async () => {
  browser.onSessionAsked = () => {
    session.stop();
  };
  await start();

  expect(statuses()).toEqual(['connecting', 'ended']);
  expect(ends()).toEqual([END]);
  expect(browser.peer).toBeUndefined();
});

test('a connection that closes drops the call, and says so', async () => {
  await start();
  browser.peer?.channel.close();

  expect(statuses()).toEqual(['connecting', 'connected', 'dropped']);
  expect(message()).toBe('The connection was lost.');
  expect(ends()).toEqual([END]);
});

test('the next call ends the one before it', async () => {
  await start();
  await start();

  expect(statuses()).toEqual(['connecting', 'connected', 'ended', 'connecting', 'connected']);
  expect(ends()).toEqual([END]);
});

test.each([
  ['as long as it may be', 400, 400],
  ['longer than a message of the connection may be', 1_000, 0],
  ['whose quotes make it too long', 920, 0],
])('a result %s: one output, the agent goes on, and the page shows the whole', async (_name, count, isSent) => {
  const events = Array.from({ length: count }, (_each, n) => ({
    n,
    text: 'Arrived at the sorting centre and was scanned.',
  }));
  browser.toolAnswer = JSON.stringify({ result: { say: 'It has arrived.', events, next_action: 'wait' } });
  await verify();
  await vi.waitFor(() => {
    expect(outputs()).toHaveLength(1);
  });

  const { result } = JSON.parse(outputs()[0] ?? '') as { result: { events?: unknown[] } };
  expect(result).toMatchObject({ say: 'It has arrived.', next_action: 'wait' });
  expect(result.events ?? []).toHaveLength(isSent);
  expect('note' in result).toBe(isSent === 0);
  expect(browser.sent.at(-1)).toMatchObject({ type: 'response.create' });
  expect(heard).toContainEqual(expect.objectContaining({ type: 'tool.finished', outcome: 'succeeded' }));
  expect(JSON.stringify(heard.find(({ type }) => type === 'tool.finished'))).toContain(`"n":${count - 1}`);
});

test('a call goes on without a tool: its agent says so, cannot call it, and who watches is told', async () => {
  const tool = 'transfer_to_human';
  const lost = { agent: 'greeter', tool, reason: 'gone', title: 'speak to a person', note: 'no tool has that name' };
  browser.session = { ...ANSWER, manifest: [entryOf(tool), entryOf('end_call')], missing: [lost] };
  await start();
  callTool(tool, '{}');

  expect(statuses()).toEqual(['connecting', 'connected']);
  expect(heard).toContainEqual(
    expect.objectContaining({ type: 'tool.missing', agent: 'greeter', tool, note: lost.note }),
  );
  const [configured] = browser.sent.flatMap(({ type, session: set }) => (type === 'session.update' ? [set] : []));
  expect(JSON.stringify(configured)).toContain('You cannot speak to a person right now: say so.');
  expect(configured).toMatchObject({ tools: [{ name: 'end_call' }, { name: 'transfer_to_haikuWriter' }] });
  await vi.waitFor(() => {
    expect(outputs()).toEqual([expect.stringContaining('unknown_tool')]);
  });
});

test('who watches a call sees that a tool was called, and not what a customer dictated', async () => {
  await verify();

  const called = heard.flatMap((event) => (event.type === 'tool.called' ? [event] : []));
  expect(called).toMatchObject([{ tool: VERIFY, arguments: { phone_number: '•••' } }]);
  expect(heard.filter(({ type }) => type === 'wire.seen').length).toBeGreaterThan(4);
  expect(JSON.stringify(heard)).not.toContain(PHONE);
});
