import 'server-only';

// Where sessions start as well, so that a start sees the cookies of earlier ones.
const PATH = '/api';
const LIFETIME_S = 65 * 60;
const PREFIX = 'frontdesk_';
const OURS = /^frontdesk_[A-Za-z0-9_-]{1,80}$/;
/** As many tabs as one may have in calls; more cookies would end in requests that are too large (431). */
const MOST_SESSIONS = 8;

/** The headers of a start: its session's cookie, and the end of the oldest ones' that are too many. */
export function startedCookies(request: Request, session: { id: string; token: string; isSecure: boolean }): Headers {
  const headers = new Headers();
  // A browser sends those first that it has had for longest (RFC 6265, 5.4).
  const earlier = cookiesOf(request).filter(([name]) => OURS.test(name));
  for (const [name] of earlier.slice(0, Math.max(0, earlier.length + 1 - MOST_SESSIONS))) {
    headers.append('set-cookie', expired(name));
  }
  headers.append('set-cookie', sessionCookie(session));
  return headers;
}

/** Makes the browser forget an ended session. */
export function expiredCookie(sessionId: string): string {
  return expired(`${PREFIX}${sessionId}`);
}

export function sessionToken(request: Request, sessionId: string): string | undefined {
  return cookiesOf(request).find(([name]) => name === `${PREFIX}${sessionId}`)?.[1];
}

/** Each session has a cookie of its own, so that two tabs do not disturb each other. */
function sessionCookie({ id, token, isSecure }: { id: string; token: string; isSecure: boolean }): string {
  const secure = isSecure ? '; Secure' : '';
  return `${PREFIX}${id}=${token}; HttpOnly; SameSite=Strict; Path=${PATH}; Max-Age=${LIFETIME_S}${secure}`;
}

function expired(name: string): string {
  return `${name}=; HttpOnly; SameSite=Strict; Path=${PATH}; Max-Age=0`;
}

function cookiesOf(request: Request): [name: string, value: string][] {
  const cookies = (request.headers.get('cookie') ?? '').split(/; */);
  return cookies.map((cookie) => [cookie.split('=', 1)[0] ?? '', cookie.slice(cookie.indexOf('=') + 1)]);
}
