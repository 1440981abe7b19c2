import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sessionAnswer } from '@/contract/session';
import type { Settings } from './env';
import { Limiter } from './limiter';
import { asked, json, Neighbours } from './neighbours.fake';
import { answering } from './refusal';
import { startSession } from './start-session';

const BODY = { scenario: 'customerServiceRetail' };

let neighbours: Neighbours;
let settings: Settings;

beforeEach(async () => {
  neighbours = await Neighbours.start();
  settings = neighbours.settings();
});

afterEach(() => {
  neighbours.stop();
});

function limiterOf(perAddress: number): Limiter {
  return new Limiter({ perKey: perAddress, inTotal: 5, windowMs: 60_000 });
}

function start(headers: Record<string, string> = {}, limiter = limiterOf(5)): Promise<Response> {
  return answering(() => startSession(asked('/api/session', BODY, headers), settings, limiter));
}

test('a start answers with what the page needs, and keeps the token in an httpOnly cookie', async () => {
  const response = await start();

  const body = await response.text();
  expect(sessionAnswer.parse(JSON.parse(body))).toMatchObject({
    session_id: 'ses_1',
    client_secret: 'ek_1',
    engine: 'local',
  });
  expect(body).not.toContain('secret-token');
  expect(response.headers.get('set-cookie')).toMatch(
    /^frontdesk_ses_1=secret-token; HttpOnly; SameSite=Strict; Path=\/api; Max-Age=3900$/,
  );
});

test('the tool session is granted what the scenario names', async () => {
  await start();

  expect(neighbours.askedOf('/sessions')[0]?.body).toContain('{"name":"returns","tools":["lookupOrders"');
});

test('the toolserver is told of each address as a text that only tells two apart', async () => {
  settings = neighbours.settings({ TOOLSERVER_API_KEY: 'service-key' });
  for (const peer of ['203.0.113.9', '203.0.113.9', '203.0.113.8']) await start({ 'x-frontdesk-peer': peer });
  const [first, again, other] = clients();

  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

const WITHIN_A_SITE = ['127.0.0.1', '::1', '10.1.2.3', '172.18.0.1', 'fd00::1', '::ffff:192.168.1.2'];

test.each(WITHIN_A_SITE)('an address such as %s may be a proxy, which stands for everyone', async (address) => {
  await start({ 'x-frontdesk-peer': address });
  settings = neighbours.settings({ TRUST_PROXY: 'true' });
  await start({ 'x-frontdesk-peer': '127.0.0.1', 'x-forwarded-for': address });

  expect(clients()).toEqual([undefined, expect.any(String)]);
});

function clients(): unknown[] {
  return neighbours.askedOf('/sessions').map(({ body }) => (JSON.parse(body) as { client?: string }).client);
}

test('with an OpenAI key the client secret is asked for with it, and the page never sees the key', async () => {
  settings = neighbours.settings({
    REALTIME_URL: '',
    OPENAI_API_KEY: 'sk-owner',
    OPENAI_BASE_URL: `${neighbours.origin}/v1/`,
  });
  const response = await start();

  const body = await response.text();
  const [request] = neighbours.askedOf('/v1/realtime/client_secrets');
  expect(request?.authorization).toBe('Bearer sk-owner');
  expect(JSON.parse(request?.body ?? '')).toMatchObject({ session: { type: 'realtime', model: 'gpt-realtime-2.1' } });
  expect(sessionAnswer.parse(JSON.parse(body))).toMatchObject({
    client_secret: 'ek_1',
    engine: 'openai',
    realtime_url: `${neighbours.origin}/v1/realtime/calls`,
  });
  expect(body + JSON.stringify([...response.headers])).not.toContain('sk-owner');
});

test.each([
  ['refuses the key', json(401, { error: { message: 'Incorrect API key provided: sk-owner' } })],
  ['answers with something else', json(200, { secret: 'ek_1' })],
])('a voice service that %s is a bad gateway, without its words', async (_name, reply) => {
  neighbours.replies['/v1/realtime/client_secrets'] = reply;
  const response = await start();

  expect(response.status).toBe(502);
  expect(await response.text()).not.toContain('sk-owner');
});

test('sixty calls in a row leave eight cookies, and two tabs keep their own', async () => {
  const jar = new Map<string, string>();
  for (let call = 1; call <= 60; call += 1) {
    const opened = { session_id: `ses_${call}`, token: 'x'.repeat(300), expires_at: '2030-01-01T00:00:00Z' };
    neighbours.replies['/sessions'] = json(201, opened);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await start({ cookie: `theme=dark; ${cookie}` }, limiterOf(200));
    for (const set of response.headers.getSetCookie()) keep(jar, set);
  }

  expect([...jar.keys()]).toEqual(Array.from({ length: 8 }, (_each, n) => `frontdesk_ses_${n + 53}`));
});

function keep(jar: Map<string, string>, set: string): void {
  const [, name = '', value = ''] = /^(.*?)=(.*?);/.exec(set) ?? [];
  if (set.includes('Max-Age=0')) jar.delete(name);
  else jar.set(name, value);
}

test.each([
  ['http://127.0.0.1:3000', '127.0.0.1:3000', '', false],
  ['http://frontdesk.test:3000', 'frontdesk.test:3000', 'http://frontdesk.test:3000', false],
  ['https://desk.example', 'localhost:3000', 'https://desk.example', true],
  ['https://desk.example', 'desk.example', '', true],
])(
  'the cookie of a page at %s that reached host %s is Secure only over https',
  async (origin, host, known, isSecure) => {
    settings = neighbours.settings({ PUBLIC_ORIGIN: known });
    const response = await start({ origin, host });

    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')?.includes('Secure')).toBe(isSecure);
  },
);

test('an engine on this machine is asked without what a proxy in the environment changes', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('the proxy does not know this machine')));
  const response = await start();
  vi.unstubAllGlobals();

  expect(response.status).toBe(200);
});

test('one address that takes all it can leaves starts for others', async () => {
  const limiter = new Limiter({ perKey: 30, inTotal: 120, windowMs: 60_000 });
  const from = (peer: string) => start({ 'x-frontdesk-peer': peer }, limiter);
  const statuses: number[] = [];
  for (let n = 1; n <= 40; n += 1) statuses.push((await from(`2001:db8:1:2::${n}`)).status);

  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect((await from('2001:db8:1:3::1')).status).toBe(200);
  expect((await from('192.0.2.1')).status).toBe(200);
});

test('other origins and too many starts are refused', async () => {
  const limiter = limiterOf(1);

  expect((await start({ origin: 'https://elsewhere.example' }, limiter)).status).toBe(403);
  expect((await start({}, limiter)).status).toBe(200);
  expect((await start({}, limiter)).status).toBe(429);
});

test('who writes x-forwarded-for without a proxy is still one address', async () => {
  const limiter = limiterOf(1);
  const peer = { 'x-frontdesk-peer': '192.0.2.9' };

  expect((await start({ ...peer, 'x-forwarded-for': '192.0.2.1' }, limiter)).status).toBe(200);
  expect((await start({ ...peer, 'x-forwarded-for': '192.0.2.2' }, limiter)).status).toBe(429);
});

test.each([
  ['false', 429],
  ['true', 200],
])('with TRUST_PROXY=%s a second address in x-forwarded-for is answered with %i', async (trustProxy, status) => {
  const limiter = limiterOf(1);
  settings = neighbours.settings({ TRUST_PROXY: trustProxy });

  expect((await start({ 'x-forwarded-for': '192.0.2.1' }, limiter)).status).toBe(200);
  expect((await start({ 'x-forwarded-for': '192.0.2.2' }, limiter)).status).toBe(status);
});
