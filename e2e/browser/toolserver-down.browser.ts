import { ANSWERS } from './snowboarder';
import { converse } from './customer';
import { expect, test } from './fixtures';

test('the agent says that it cannot reach its systems, and the page recovers when they are back', async ({
  open,
  programs,
}) => {
  const call = await open();
  await call.startCall();
  await expect(call.said('assistant').first()).toBeVisible();
  await programs.killToolserver();
  try {
    const refused = call.page.locator('[data-testid="tool-call"]:not([data-outcome="succeeded"])');
    await converse(call, 'I want to return my snowboard', ANSWERS, refused.first());
    await expect(call.said('assistant').last()).toContainText(/could not|cannot|can't|unavailable|trouble|confirm/i);
  } finally {
    await programs.startToolserver();
  }

  await call.endCall();
  await call.startCall();
  const verified = call.toolCalls('authenticate_user_information', 'succeeded');
  await converse(call, 'I want to return my snowboard', ANSWERS, verified.first());
});
