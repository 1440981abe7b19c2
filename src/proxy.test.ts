import { NextRequest } from 'next/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { config, proxy } from './proxy';

beforeEach(() => {
  vi.stubEnv('REALTIME_URL', 'https://voice.example:8443/v1');
  vi.stubEnv('NODE_ENV', 'production');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

function policyOf(response: Response): Map<string, string[]> {
  const directives = (response.headers.get('content-security-policy') ?? '').split('; ');
  return new Map(directives.map((directive) => directive.split(' ')).map(([name = '', ...sources]) => [name, sources]));
}

function nonceOf(response: Response): string {
  return /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';
}

function visit(): Response {
  return proxy(new NextRequest('http://127.0.0.1:3000/'));
}

test('each page has a nonce of its own, and Next is told the same one', () => {
  const [first, second] = [visit(), visit()];

  expect(nonceOf(first)).toMatch(/^[A-Za-z0-9+/=]{32,}$/);
  expect(nonceOf(second)).not.toBe(nonceOf(first));
  // What the proxy sets on a request travels in headers of this prefix.
  expect(first.headers.get('x-middleware-request-x-nonce')).toBe(nonceOf(first));
  expect(first.headers.get('x-middleware-request-content-security-policy')).toBe(
    first.headers.get('content-security-policy'),
  );
});

test('scripts need the nonce, and nothing is reached but this site and the realtime service of this start', () => {
  const response = visit();
  const policy = policyOf(response);

  expect(policy.get('script-src')).toEqual(["'self'", `'nonce-${nonceOf(response)}'`, "'strict-dynamic'"]);
  expect(policy.get('style-src')).toEqual(["'self'"]);
  expect(policy.get('connect-src')).toEqual(["'self'", 'https://voice.example:8443']);
  expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
});

test('a page that reloads while it is developed may evaluate and open sockets', () => {
  vi.stubEnv('NODE_ENV', 'development');
  const policy = policyOf(visit());

  expect(policy.get('script-src')).toContain("'unsafe-eval'");
  expect(policy.get('connect-src')).toContain('ws:');
});

test.each([
  ['/', true],
  ['/api/execute-python-tool', false],
  ['/_next/static/chunk.js', false],
])('%s gets these headers: %s', (path, isMatched) => {
  expect(config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path))).toBe(isMatched);
});
