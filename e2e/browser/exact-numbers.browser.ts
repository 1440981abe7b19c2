import { expect, test } from './fixtures';

const ACCOUNT = '653247040368672769';
const AGENT = 'accounts';

test('an eighteen-digit number reaches a tool and comes back as it was written', async ({ open, programs }) => {
  const { page } = await open();
  const grant = { scenario: 'accounts', agents: [{ name: AGENT, tools: ['account_number'] }] };
  const opened = await page.request.post(`${programs.toolserverUrl}/sessions`, { data: grant });
  const { session_id, token } = (await opened.json()) as { session_id: string; token: string };
  await page.context().addCookies([{ name: `frontdesk_${session_id}`, value: token, url: `${programs.pageUrl}/api` }]);
  const call = { session_id, tool_name: 'account_number', call_id: 'call_1', agent: AGENT, arguments: {} };
  const body = JSON.stringify(call).replace('{}', `{"account": ${ACCOUNT}}`);

  const answer = await page.evaluate(async (sent) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/execute-python-tool', { method: 'POST', headers, body: sent });
    return response.text();
  }, body);

  expect(answer).toContain(`"account":${ACCOUNT}`);
  expect(answer).toContain(`"as_text":"${ACCOUNT}"`);
});
