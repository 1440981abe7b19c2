// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBrowser } from './browser.fake';
import { createVoiceSession } from './session';
import type { VoiceSession } from './session-events';

let browser: FakeBrowser;
let session: VoiceSession;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  browser = new FakeBrowser();
  session = createVoiceSession();
});

afterEach(() => {
  session.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start(): Promise<void> {
  return session.start({ scenario: 'simpleHandoff', agent: null });
}

/** What the act made the page send, by type. */
function sentBy(act: () => void): string[] {
  const before = browser.sent.length;
  act();
  return browser.sent.slice(before).map(({ type }) => type);
}

function lastTurnDetection(): unknown {
  const updates = browser.sent.filter(({ type }) => type === 'session.update');
  return (updates.at(-1)?.session as { audio: { input: { turn_detection: unknown } } }).audio.input.turn_detection;
}

test('push-to-talk turns the detection of turns off, and silences the microphone', async () => {
  await start();
  session.setPushToTalk(true);

  expect(lastTurnDetection()).toBeNull();
  expect(browser.track.enabled).toBe(false);

  session.setPushToTalk(false);

  expect(lastTurnDetection()).toEqual({ type: 'semantic_vad' });
  expect(browser.track.enabled).toBe(true);
});

test('a turn lasts as long as the button is held', async () => {
  await start();
  browser.receive({ type: 'response.created', response: { id: 'resp_1' } });
  browser.receive({ type: 'response.done', response: { id: 'resp_1', status: 'completed', output: [] } });
  session.setPushToTalk(true);

  const pressed = sentBy(() => {
    session.talk(true);
  });
  expect(pressed).toEqual(['output_audio_buffer.clear', 'input_audio_buffer.clear']);
  expect(browser.track.enabled).toBe(true);

  vi.advanceTimersByTime(250);
  const released = sentBy(() => {
    session.talk(false);
  });
  expect(released).toEqual(['input_audio_buffer.commit', 'response.create']);
  expect(browser.track.enabled).toBe(false);
});

test('a tap is no turn: it leaves nothing that waits for words', async () => {
  await start();
  session.setPushToTalk(true);
  session.talk(true);
  vi.advanceTimersByTime(40);

  expect(
    sentBy(() => {
      session.talk(false);
    }),
  ).toEqual(['input_audio_buffer.clear']);
  expect(browser.track.enabled).toBe(false);
});

test('a release without a press ends no turn', async () => {
  await start();
  session.setPushToTalk(true);

  expect(
    sentBy(() => {
      session.talk(false);
    }),
  ).toEqual([]);
});

test('a configuration that turns the detection on again is answered', async () => {
  await start();
  session.setPushToTalk(true);
  const detecting = { audio: { input: { turn_detection: { type: 'semantic_vad' } } } };

  expect(
    sentBy(() => {
      browser.receive({ type: 'session.updated', session: detecting });
    }),
  ).toEqual(['session.update']);
  expect(lastTurnDetection()).toBeNull();
});

test('who is muted stays so when push-to-talk is chosen and left', async () => {
  await start();
  session.setMuted(true);
  session.setPushToTalk(true);
  session.talk(true);
  expect(browser.track.enabled).toBe(false);
  session.talk(false);
  session.setPushToTalk(false);
  expect(browser.track.enabled).toBe(false);
  session.setMuted(false);

  expect(browser.track.enabled).toBe(true);
});

test('in push-to-talk the end of muting does not open the microphone', async () => {
  await start();
  session.setMuted(true);
  session.setPushToTalk(true);
  session.setMuted(false);

  expect(browser.track.enabled).toBe(false);
});

test.each([
  ['muted', true, false],
  ['set to push-to-talk', false, true],
])('a call that was %s before it connected is not heard', async (_name, isMuted, isPushToTalk) => {
  let allow = (): void => undefined;
  browser.allowed = new Promise((resolve) => {
    allow = resolve;
  });
  const started = start();
  session.setMuted(isMuted);
  session.setPushToTalk(isPushToTalk);
  allow();
  await started;

  expect(browser.track.enabled).toBe(false);
});
