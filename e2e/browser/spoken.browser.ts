import { countEvents, receivedAudioEnergy } from './observer';
import { expect, test } from './fixtures';
import { spokenWav } from './speech';

const GREETING_S = 12;

test('a spoken question is understood, and its answer can be heard', async ({ open }) => {
  const wav = await spokenWav('I want to return my snowboard.', GREETING_S);
  const call = await open({ wav });
  await call.startCall();

  await expect(call.said('user').first()).toContainText(/return my snowboard/i, { timeout: 40_000 });
  const before = await receivedAudioEnergy(call.page);
  await expect(call.said('assistant').nth(1)).toContainText(/\w/);
  await expect.poll(() => receivedAudioEnergy(call.page)).toBeGreaterThan(before);
});

test('speech over the greeting stops it', async ({ open }) => {
  const wav = await spokenWav('Wait, wait, stop please. I want to talk to a person.', 2.5);
  const call = await open({ wav });
  await call.startCall();

  await expect.poll(() => countEvents(call.page, 'input_audio_buffer.speech_started')).toBeGreaterThan(0);
  await expect.poll(() => countEvents(call.page, 'output_audio_buffer.cleared')).toBeGreaterThan(0);
  await expect.poll(() => countEvents(call.page, 'conversation.item.truncated')).toBeGreaterThan(0);
});
