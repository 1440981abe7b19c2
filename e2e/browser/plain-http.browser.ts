import { expect, openPage, test } from './fixtures';
import { Programs } from './programs';

const HOSTNAME = 'frontdesk.test';

/** Programs of its own, as they are told under which name people open the page. */
test('on plain http under another name the page says what is missing before a call, and typing works', async () => {
  const programs = await Programs.start(HOSTNAME);
  const { browser, call } = await openPage(programs.pageUrl, { hostname: HOSTNAME });
  try {
    await expect(call.page.getByRole('note')).toContainText('open it over https');
    await call.startCall();
    await expect(call.said('assistant').first()).toBeVisible();
    await call.say('What is on sale on boots?');
    await expect(call.toolCalls('lookupNewSales', 'succeeded').first()).toBeVisible();
  } finally {
    await browser.close();
    await programs.stop();
  }
});
