// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBrowser } from './browser.fake';
import { createVoiceSession } from './session';
import type { SessionEvent, VoiceSession } from './session-events';

const END = { method: 'DELETE', url: '/api/execute-python-tool?session_id=ses_1', keepalive: true };

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

function statuses(): string[] {
  return heard.flatMap((event) => (event.type === 'session.changed' ? [event.status] : []));
}

function message(): string | null | undefined {
  return heard.findLast((event) => event.type === 'session.changed')?.message;
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
