import { afterEach, expect, test, vi } from 'vitest';
import { requireOwnOrigin } from './own-origin';
import { Refusal } from './refusal';

afterEach(() => {
  vi.restoreAllMocks();
});

interface Asked {
  origin?: string;
  host: string;
  forwardedHost?: string;
}

function outcome(asked: Asked, publicOrigin?: string, trustProxy = false): Refusal | string {
  const { origin, host, forwardedHost } = asked;
  const headers = { host, ...(origin && { origin }), ...(forwardedHost && { 'x-forwarded-host': forwardedHost }) };
  try {
    return requireOwnOrigin(new Request('http://127.0.0.1:3000/api/session', { headers }), {
      publicOrigin,
      trustProxy,
    });
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

test.each<[string, Asked, string | undefined]>([
  ['localhost', { origin: 'http://localhost:3000', host: 'localhost:3000' }, undefined],
  ['127.0.0.1', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, undefined],
  ['[::1]', { origin: 'http://[::1]:3000', host: '[::1]:3000' }, undefined],
  ['a local name at the usual port', { origin: 'http://localhost', host: 'localhost:80' }, undefined],
  ['its public name', { origin: 'https://desk.example', host: 'desk.example' }, 'https://desk.example'],
  ['its public name, host rewritten', { origin: 'https://desk.example', host: 'web:3000' }, 'https://desk.example'],
  ['its public name, plain', { origin: 'http://desk.test:3000', host: 'desk.test:3000' }, 'http://desk.test:3000'],
  ['https, port named', { origin: 'https://desk.example', host: 'desk.example:443' }, 'https://desk.example'],
  ['https that nobody configured', { origin: 'https://desk.example', host: 'desk.example:443' }, undefined],
  ['localhost of a public one', { origin: 'http://localhost:3000', host: 'localhost:3000' }, 'https://desk.example'],
])('a page at %s is served', (_name, asked, publicOrigin) => {
  expect(outcome(asked, publicOrigin)).toBe(asked.origin);
});

test.each<[string, Asked, string | undefined]>([
  ['elsewhere', { origin: 'https://elsewhere.example', host: 'localhost:3000' }, undefined],
  ['another port', { origin: 'http://localhost:4000', host: 'localhost:3000' }, undefined],
  ['a name that was led here', { origin: 'http://evil.example:3000', host: 'evil.example:3000' }, undefined],
  ['such a name beside a public one', { origin: 'http://evil.example', host: 'evil.example' }, 'https://desk.example'],
  ['https beside a public one', { origin: 'https://other.example', host: 'other.example' }, 'https://desk.example'],
  [
    'a name that only looks local',
    { origin: 'http://127.0.0.1.evil.example', host: '127.0.0.1.evil.example' },
    undefined,
  ],
  ['a LAN name that is not configured', { origin: 'http://desk.lan:3000', host: 'desk.lan:3000' }, undefined],
  ['nowhere', { host: 'localhost:3000' }, undefined],
  ['an opaque origin', { origin: 'null', host: 'localhost:3000' }, undefined],
  [
    'a host that somebody else wrote',
    { origin: 'https://a.example', host: 'b.example', forwardedHost: 'a.example' },
    undefined,
  ],
])('a page at %s is refused', (_name, asked, publicOrigin) => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);

  expect(outcome(asked, publicOrigin)).toMatchObject({ status: 403, code: 'not_permitted' });
});

test('behind a trusted proxy the host is the one that was asked there', () => {
  const asked = { origin: 'https://desk.example', host: 'web:3000', forwardedHost: 'desk.example' };

  expect(outcome(asked, undefined, true)).toBe('https://desk.example');
});

test('a foreign origin is logged once, with its host and the setting to change; the page says the same', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const asked = { origin: 'https://shop.example', host: 'localhost:3000' };
  const [refused] = [outcome(asked), outcome(asked)];

  expect(write).toHaveBeenCalledOnce();
  expect(write.mock.calls[0]?.[0]).toMatch(/"https:\/\/shop\.example".*"localhost:3000".*PUBLIC_ORIGIN/);
  expect(refused).toMatchObject({ say: expect.stringMatching(/https:\/\/shop\.example.*PUBLIC_ORIGIN/) as string });
});

test('strangers with ever other origins fill no log', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  for (let n = 0; n < 300; n += 1) outcome({ origin: `https://${n}.example`, host: 'localhost:3000' });

  expect(write.mock.calls.length).toBeLessThanOrEqual(100);
});
