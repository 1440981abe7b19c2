import { describe, expect, it } from 'vitest';
import { presentRequestId, REQUEST_ID, withRequestId } from './request-id';

function asked(id?: string): Request {
  return new Request('http://localhost/api/x', { headers: id === undefined ? {} : { [REQUEST_ID]: id } });
}

describe('the id of a request', () => {
  it('is the one of its sender, in the route and in the answer', async () => {
    const response = await withRequestId(asked('page-1.2'), () => Promise.resolve(new Response(presentRequestId())));

    expect(await response.text()).toBe('page-1.2');
    expect(response.headers.get(REQUEST_ID)).toBe('page-1.2');
  });

  it.each([undefined, '', 'a b', 'x'.repeat(65), 'a;b'])('is a new one instead of %j', async (given) => {
    const response = await withRequestId(asked(given), () => Promise.resolve(new Response(presentRequestId())));

    expect(await response.text()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is none outside of a request', () => {
    expect(presentRequestId()).toBeUndefined();
  });
});
