import 'server-only';

const PATH = '/api/execute-python-tool';
const LIFETIME_S = 65 * 60;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Each session has a cookie of its own, so that two tabs do not disturb each other. */
export function sessionCookie(sessionId: string, token: string, host: string): string {
  const secure = LOOPBACK.test(host) ? '' : '; Secure';
  return `frontdesk_${sessionId}=${token}; HttpOnly; SameSite=Strict; Path=${PATH}; Max-Age=${LIFETIME_S}${secure}`;
}

/** Makes the browser forget an ended session. */
export function expiredCookie(sessionId: string): string {
  return `frontdesk_${sessionId}=; HttpOnly; SameSite=Strict; Path=${PATH}; Max-Age=0`;
}

export function sessionToken(request: Request, sessionId: string): string | undefined {
  const prefix = `frontdesk_${sessionId}=`;
  const cookies = (request.headers.get('cookie') ?? '').split(/; */);
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
}
