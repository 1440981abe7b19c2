import { expect, test } from './fixtures';

const QUESTION = 'What is on sale on boots?';
// An agent finishes its sentence first, and a busy machine takes its time to make one.
const PATIENCE = { timeout: 60_000 };

test('the agent says that it cannot reach its systems, and goes on with the call once they are back', async ({
  open,
  programs,
}) => {
  const call = await open();
  await call.startCall();
  await expect(call.said('assistant').first()).toBeVisible();
  await programs.killToolserver();
  try {
    await call.say(QUESTION);
    await expect(call.toolCalls('lookupNewSales', 'failed').first()).toBeVisible(PATIENCE);
    await expect(call.said('assistant').last()).toContainText(/I cannot reach our systems right now/, PATIENCE);
  } finally {
    await programs.startToolserver();
  }

  await call.say(QUESTION);
  await expect(call.toolCalls('lookupNewSales', 'succeeded').first()).toBeVisible(PATIENCE);
  await expect(call.said('assistant').last()).toContainText(/Summit Steps/, PATIENCE);
});
