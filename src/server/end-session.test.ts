import { afterEach, beforeEach, expect, test } from 'vitest';
import { endSession } from './end-session';
import { codeOf, json, Neighbours, ORIGIN } from './neighbours.fake';
import { answering } from './refusal';

let neighbours: Neighbours;

beforeEach(async () => {
  neighbours = await Neighbours.start();
});

afterEach(() => {
  neighbours.stop();
});

function end(query = '?session_id=ses_1', headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`${ORIGIN}/api/execute-python-tool${query}`, {
    method: 'DELETE',
    headers: { origin: ORIGIN, cookie: 'frontdesk_ses_0=other; frontdesk_ses_1=secret-token', ...headers },
  });
  return answering(() => endSession(request, neighbours.settings({ TOOLSERVER_API_KEY: 'service-key' })));
}

test('a session ends in its own name, and its cookie goes', async () => {
  const response = await end();

  expect(response.status).toBe(204);
  expect(response.headers.get('set-cookie')).toBe('frontdesk_ses_1=; HttpOnly; SameSite=Strict; Path=/api; Max-Age=0');
  expect(neighbours.seen).toMatchObject([
    { method: 'DELETE', url: '/sessions/ses_1', authorization: 'Bearer secret-token' },
  ]);
});

test.each([401, 404])('a session that the toolserver answers with %i has ended already', async (status) => {
  neighbours.replies['/sessions/ses_1'] = json(status, { error: { code: 'not_found' } });

  expect((await end()).status).toBe(204);
});

test('a toolserver that cannot end it is unavailable', async () => {
  neighbours.replies['/sessions/ses_1'] = json(500, {});

  expect((await end()).status).toBe(503);
});

test.each([
  ['without its cookie', '?session_id=ses_2', {}, 401],
  ['that is not named', '', {}, 422],
  ['of another shape', '?session_id=../demo', {}, 422],
  ['from another origin', '?session_id=ses_1', { origin: 'https://elsewhere.example' }, 403],
])('the end of a session %s is refused, and not forwarded', async (_name, query, headers, status) => {
  const response = await end(query, headers);

  expect(response.status).toBe(status);
  expect(typeof (await codeOf(response))).toBe('string');
  expect(neighbours.seen).toEqual([]);
});
