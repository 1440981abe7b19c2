import { expect, test } from 'vitest';
import { networkOf } from './client-address';
import { Limiter } from './limiter';

function admitted(limiter: Limiter, keys: readonly string[], now = 0): number {
  return keys.filter((key) => limiter.admits(key, now)).length;
}

function times(count: number, key: (n: number) => string): string[] {
  return Array.from({ length: count }, (_each, n) => key(n));
}

test('a key has its share in each window', () => {
  const limiter = new Limiter({ perKey: 3, inTotal: 100, windowMs: 60_000 });

  expect(
    admitted(
      limiter,
      times(5, () => 'a'),
    ),
  ).toBe(3);
  expect(admitted(limiter, ['a'], 59_999)).toBe(0);
  expect(
    admitted(
      limiter,
      times(5, () => 'a'),
      60_000,
    ),
  ).toBe(3);
});

test('eight that take all they can leave something for others', () => {
  const limiter = new Limiter({ perKey: 30, inTotal: 120, windowMs: 60_000 });
  for (let n = 0; n < 8; n += 1)
    admitted(
      limiter,
      times(100, () => `greedy ${n}`),
    );

  expect(limiter.admits('someone else', 1)).toBe(true);
});

test('the total holds, whoever asks', () => {
  const limiter = new Limiter({ perKey: 30, inTotal: 120, windowMs: 60_000 });

  expect(
    admitted(
      limiter,
      times(500, (n) => `key ${n}`),
    ),
  ).toBe(120);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:5555', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['[2001:DB8:1:2::9]:443', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['no address', 'unknown'],
])('%s is counted as %s', (peer, network) => {
  const request = new Request('http://localhost', { headers: { 'x-frontdesk-peer': peer } });

  expect(networkOf(request, { trustProxy: false })).toBe(network);
});
