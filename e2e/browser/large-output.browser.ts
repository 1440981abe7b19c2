import { expect, test } from './fixtures';

const TOOL = 'lookupNewSales';
const SCANNED = 'Arrived at the sorting centre and was scanned by hand.';
const LAST = 4999;

test('a result over the data channel’s limit is told short, and the page shows the whole', async ({ open }) => {
  const call = await open();
  const sales = Array.from({ length: LAST + 1 }, (_each, n) => ({ item_id: `ITEM-${n}`, name: SCANNED }));
  const result = { say: 'The parcel has arrived at the sorting centre.', sales };
  await call.page.route('**/api/execute-python-tool', (route) => route.fulfill({ json: { call_id: 'c', result } }));
  await call.startCall();
  await expect(call.said('assistant').first()).toBeVisible();
  const known = await call.said('assistant').count();
  await call.say('What is on sale on boots?');

  await call.answerAfter(known, [/sorting centre/]);
  await expect(call.toolCalls(TOOL, 'succeeded').first()).toContainText(`ITEM-${LAST}`);
});
