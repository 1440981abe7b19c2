import { NextResponse, type NextRequest } from 'next/server';
import { contentSecurityPolicy } from './server/content-security-policy';
import { readSettings } from './server/env';

/** Not for the API: a policy means nothing to JSON, and this step costs a tool call more than a millisecond. */
export const config = { matcher: ['/((?!api/|_next/static|_next/image|favicon.ico).*)'] };

/** Gives each page a nonce of its own, and the headers that keep others out. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentSecurityPolicy(readSettings(), nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('referrer-policy', 'no-referrer');
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('permissions-policy', 'microphone=(self), camera=(), geolocation=()');
  return response;
}
