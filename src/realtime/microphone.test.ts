// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBrowser } from './browser.fake';
import { createVoiceSession } from './session';
import type { MicrophoneState, VoiceSession } from './session-events';

let browser: FakeBrowser;
let session: VoiceSession;
let states: MicrophoneState[];

beforeEach(async () => {
  browser = new FakeBrowser();
  session = createVoiceSession();
  states = [];
  session.subscribe((event) => {
    if (event.type === 'microphone.changed') states.push(event.microphone);
  });
  await session.start({ scenario: 'simpleHandoff', agent: null });
});

afterEach(() => {
  session.stop();
  vi.unstubAllGlobals();
});

async function end(track = browser.sentTrack): Promise<void> {
  track?.onended?.();
  await new Promise((resolve) => setTimeout(resolve));
}

test('a microphone that ends is opened again, and the agent hears it', async () => {
  const first = browser.track;
  const second = browser.plugIn();
  await end(first);

  expect(browser.sentTrack).toBe(second);
  expect(states).toEqual(['on', 'on']);
  expect(first.isStopped).toBe(true);
});

test('who is muted stays so with the microphone that is opened instead', async () => {
  session.setMuted(true);
  const second = browser.plugIn();
  await end();

  expect([second.wasEnabledWhenSent, second.enabled]).toEqual([false, false]);
  expect(states).toEqual(['on', 'muted', 'muted']);
});

test('where none can be opened the microphone is lost, until one is plugged in', async () => {
  await end();
  expect(states).toEqual(['on', 'lost']);
  expect(browser.sentTrack).not.toBe(browser.track);

  const next = browser.plugIn();
  await vi.waitFor(() => {
    expect(browser.sentTrack).toBe(next);
  });
  expect(states).toEqual(['on', 'lost', 'on']);
});

test('one that ends as soon as it is opened is not opened for ever', async () => {
  for (let n = 0; n < 10; n += 1) browser.plugIn();
  for (let n = 0; n < 5; n += 1) await end();

  expect(states.filter((state) => state === 'on')).toHaveLength(4);
  expect(states).toContain('lost');
});

test('a turn that is held when the microphone ends is committed as far as it was heard', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  session.setPushToTalk(true);
  session.talk(true);
  vi.advanceTimersByTime(250);
  await end();
  vi.useRealTimers();

  expect(browser.sent.at(-1)?.type).toBe('input_audio_buffer.commit');
});

test('after the call nothing is opened again', async () => {
  const second = browser.plugIn();
  const lastTrack = browser.track;
  session.stop();
  await end(lastTrack);

  expect(states.at(-1)).toBe('off');
  expect(second.isStopped).toBe(true);
});
