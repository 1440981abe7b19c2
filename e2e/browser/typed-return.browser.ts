import { ANSWERS } from './snowboarder';
import { converse } from './customer';
import { expect, test } from './fixtures';

test('a return typed on the page exists in the database, with the message to the customer', async ({
  open,
  programs,
}) => {
  const before = await programs.rows('SELECT id FROM retail_returns');
  const call = await open();
  await call.startCall();
  await expect(call.said('assistant').first()).toBeVisible();

  const decided = call.toolCalls('checkEligibilityAndPossiblyInitiateReturn', 'succeeded');
  await converse(call, 'I want to return my snowboard', ANSWERS, decided.first());

  await expect(call.toolCalls('authenticate_user_information', 'succeeded').first()).toBeVisible();
  await expect(call.toolCalls('lookupOrders', 'succeeded').first()).toBeVisible();
  await expect(call.toolCalls('retrievePolicy', 'succeeded').first()).toBeVisible();
  await expect(call.agent).toContainText('returns');
  const after = await programs.rows('SELECT id FROM retail_returns');
  const made = after.filter((row) => !before.some((earlier) => earlier.id === row.id));
  expect(made).toHaveLength(1);
  expect(made[0]?.id).toMatch(/^RMA-/);
  expect(await programs.rows("SELECT recipient FROM outbox WHERE channel = 'sms'")).toEqual([
    { recipient: '+12061351246' },
  ]);
});

test('two tabs hold two calls that do not disturb each other', async ({ open }) => {
  const [first, second] = [await open(), await open()];
  await first.startCall();
  await second.startCall();
  await first.say('I want to talk about boots');
  await first.endCall();

  await expect(second.status).toHaveAttribute('data-status', 'connected');
  await expect(second.said('user')).toHaveCount(0);
});

test('after a call ended, the next one starts with an empty transcript', async ({ open }) => {
  const call = await open();
  await call.startCall();
  await call.say('What is on sale?');
  await call.endCall();
  await call.startCall();

  await expect(call.said('user')).toHaveCount(0);
});
