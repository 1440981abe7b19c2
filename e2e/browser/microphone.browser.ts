import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

/** The sender's track ends, as it does when its device is unplugged. */
async function endTrack(page: Page): Promise<string> {
  return page.evaluate(() => {
    const track = window.observed.connections[0]?.getSenders()[0]?.track;
    track?.stop();
    track?.dispatchEvent(new Event('ended'));
    return track?.id ?? '';
  });
}

async function sentTrack(page: Page): Promise<string> {
  return page.evaluate(() => {
    const track = window.observed.connections[0]?.getSenders()[0]?.track;
    return track?.readyState === 'live' ? track.id : '';
  });
}

test('a microphone that ends in a call is opened again; where none is left the page says so', async ({ open }) => {
  const call = await open();
  const { page } = call;
  await call.startCall();
  const first = await endTrack(page);
  await expect.poll(() => sentTrack(page)).toMatch(/./);
  expect(await sentTrack(page)).not.toBe(first);
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible();

  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('unplugged', 'NotFoundError'));
  });
  await endTrack(page);
  await expect(page.getByRole('alert').filter({ hasText: 'The microphone is gone' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mute' })).toBeHidden();

  const known = await call.said('assistant').count();
  await call.say('What is on sale on boots?');
  await call.answerAfter(known, [/\w/]);
});

test('a tap of push-to-talk leaves no line that waits for words', async ({ open }) => {
  const call = await open();
  const { page } = call;
  await call.startCall();
  await page.getByRole('button', { name: 'Push to talk' }).click();
  await page.getByRole('button', { name: 'Hold to talk' }).click({ delay: 40 });
  const known = await call.said('assistant').count();
  await call.say('What is on sale on boots?');
  await call.answerAfter(known, [/\w/]);

  await expect(call.said('user')).toHaveCount(1);
});
