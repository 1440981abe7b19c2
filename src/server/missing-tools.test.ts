import { afterEach, beforeEach, expect, test } from 'vitest';
import { scenarios } from '@/app/agentConfigs';
import { entryOf } from '@/contract/manifest.fake';
import { sessionAnswer, type SessionAnswer } from '@/contract/session';
import { readHealth } from './health';
import { Limiter } from './limiter';
import { asked, json, Neighbours, type Reply, TOOL_NAMES } from './neighbours.fake';
import { startSession } from './start-session';

const LOST = 'lookupOrders';
const OPENED = { session_id: 'ses_1', token: 'secret-token', expires_at: '2030-01-01T00:00:00Z' };

let neighbours: Neighbours;

beforeEach(async () => {
  neighbours = await Neighbours.start();
});

afterEach(() => {
  neighbours.stop();
});

/** The toolserver has all the tools of the first scenario but one, of which it may have another scenario's. */
function lose(...others: object[]): void {
  const present = TOOL_NAMES.filter((name) => name !== LOST).map((name) => entryOf(name));
  neighbours.replies['/tools'] = json(200, { tools: [...present, ...others] });
}

async function start(): Promise<SessionAnswer> {
  const limiter = new Limiter({ perKey: 5, inTotal: 5, windowMs: 60_000 });
  const request = asked('/api/session', { scenario: scenarios[0].key });
  return sessionAnswer.parse(await (await startSession(request, neighbours.settings(), limiter)).json());
}

/** The tools that were asked for at each opening, over all agents. */
function granted(): string[][] {
  return neighbours.askedOf('/sessions').map(({ body }) => {
    const { agents } = JSON.parse(body) as { agents: { tools: string[] }[] };
    return agents.flatMap(({ tools }) => tools);
  });
}

test.each([
  ['that nobody has', [], 'no tool has that name', 'lookup orders'],
  [
    'of another scenario',
    [entryOf(LOST, { scenario: 'bank', title: 'find an order' })],
    'that tool belongs to scenario "bank"',
    'find an order',
  ],
])('a call starts without a tool %s, and both places are named', async (_name, others, reason, title) => {
  lose(...others);
  const { missing, manifest } = await start();

  const note = `agent "returns" in src/app/agentConfigs/customerServiceRetail/returns.ts names tool "lookupOrders", which the toolserver at ${neighbours.origin} does not have: ${reason}`;
  expect(missing).toEqual([{ agent: 'returns', tool: LOST, reason, title, note }]);
  expect(manifest.map(({ name }) => name).sort()).toEqual(TOOL_NAMES.filter((name) => name !== LOST).sort());
});

test('what the toolserver says is missing counts, with its reason', async () => {
  const reason = 'its server "crm" does not answer';
  neighbours.replies['/sessions'] = json(201, { ...OPENED, missing: [{ agent: 'sales', tool: 'checkout', reason }] });
  const { missing, manifest } = await start();

  expect(missing).toMatchObject([{ agent: 'sales', tool: 'checkout', reason }]);
  expect(manifest.map(({ name }) => name)).not.toContain('checkout');
});

test('a tool that one agent has to do without is still there for another', async () => {
  const missing = [{ agent: 'sales', tool: 'end_call', reason: 'not for sales' }];
  neighbours.replies['/sessions'] = json(201, { ...OPENED, missing });

  expect((await start()).manifest.map(({ name }) => name)).toContain('end_call');
});

test('nothing is missing where everything is there', async () => {
  expect((await start()).missing).toEqual([]);
  expect(granted()).toHaveLength(1);
});

test('health names the missing tools of every scenario, and stays well', async () => {
  lose();
  neighbours.replies['/readyz'] = json(200, {});
  neighbours.replies['/healthz'] = json(200, {});
  const { missing_tools: missing, ...states } = await readHealth(neighbours.settings());

  expect(states).toEqual({ web: 'ok', toolserver: 'ok', engine: 'ok' });
  const named = scenarios.flatMap(({ key, agents }) =>
    agents.flatMap(({ name: agent, tools }) => tools.map((tool) => ({ scenario: key, agent, tool }))),
  );
  const lost = named.filter(({ tool }) => tool === LOST || !TOOL_NAMES.includes(tool));
  expect(missing).toEqual(lost.map((each) => ({ ...each, reason: 'no tool has that name' })));
});

test.each<[string, Reply]>([
  ['refuses to show its tools', json(401, {})],
  ['shows something else', json(200, { tools: 'none' })],
])('health knows nothing of missing tools while the toolserver %s', async (_name, reply) => {
  neighbours.replies['/tools'] = reply;

  expect((await readHealth(neighbours.settings())).missing_tools).toBeNull();
});
