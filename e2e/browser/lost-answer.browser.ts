import { expect, test } from './fixtures';

const TOOL = 'transfer_to_human';
// No natural key stands behind this tool: a second run would be a second row.
const CALLS = `
  SELECT outcome, replays, (SELECT count(*) FROM human_handoffs WHERE human_handoffs.session_id = owner) AS effects
  FROM tool_calls LEFT JOIN call_replays USING (owner, call_id) WHERE tool = '${TOOL}'`;

test('an answer that is lost after the commit has had one effect, and is told once', async ({ open, programs }) => {
  const call = await open();
  await call.page.goto(`${programs.pageUrl}/?scenario=simpleHandoff`);
  await call.startCall();
  await expect(call.said('assistant').first()).toBeVisible();
  const lost = programs.relay.loseNextAnswer(`"tool_name":"${TOOL}"`);
  await call.say('I want to talk to a person');
  await expect(call.status).toHaveAttribute('data-status', 'ended', { timeout: 60_000 });

  expect(await lost).toMatch(/^HTTP\/1\.1 200 /);
  await expect(call.toolCalls(TOOL)).toHaveCount(1);
  await expect(call.toolCalls(TOOL, 'succeeded')).toHaveCount(1);
  await expect(call.said('assistant').filter({ hasText: /A person will take over/ })).toHaveCount(1);
  await expect.poll(() => programs.rows(CALLS)).toEqual([{ outcome: 'succeeded', replays: 1, effects: 1 }]);
});
