import { expect, test } from './fixtures';

const QUESTION = 'What is on sale on boots?';

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
    await expect(call.toolCalls('lookupNewSales', 'failed').first()).toBeVisible();
    await expect(call.said('assistant').last()).toContainText(/I cannot reach our systems right now/);
  } finally {
    await programs.startToolserver();
  }

  await call.say(QUESTION);
  await expect(call.toolCalls('lookupNewSales', 'succeeded').first()).toBeVisible();
  await expect(call.said('assistant').last()).toContainText(/Summit Steps/);
});
