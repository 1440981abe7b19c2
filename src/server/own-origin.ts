import 'server-only';
import type { Settings } from './env';
import { isLocalName } from '@/lib/local-name';
import { logOnce } from './log';
import { Refusal } from './refusal';

type Expected = Pick<Settings, 'publicOrigin' | 'trustProxy'>;

/**
 * The origin of a request that one of this site's own pages made: the one that is configured, or a local name, or where
 * none is configured the host that was asked over https. A page of anywhere can have its name lead to this machine (DNS
 * rebinding), and then origin and host are equal; but not over https, for which nobody here has a certificate of it.
 */
export function requireOwnOrigin(request: Request, expected: Expected): string {
  const named = request.headers.get('origin');
  const origin = named !== null && URL.canParse(named) ? new URL(named) : null;
  if (origin === null)
    throw new Refusal(403, 'not_permitted', 'only requests of a page are served, which name its origin');
  const host = hostOf(request, expected);
  if (isOwn(origin, host, expected.publicOrigin)) return origin.origin;
  throw refusal(origin.origin, host, expected.publicOrigin);
}

function isOwn(origin: URL, host: string, publicOrigin: string | undefined): boolean {
  if (origin.origin === publicOrigin) return true;
  const isUsual = publicOrigin === undefined && origin.protocol === 'https:';
  return isSameHost(origin, host) && (isUsual || isLocalName(origin.hostname));
}

/** `desk.example:443` is `desk.example` to who came over https. */
function isSameHost(origin: URL, host: string): boolean {
  const asked = `${origin.protocol}//${host}`;
  return URL.canParse(asked) && new URL(asked).host === origin.host;
}

function hostOf(request: Request, { trustProxy }: Expected): string {
  const forwarded = trustProxy ? request.headers.get('x-forwarded-host') : null;
  return forwarded?.split(',').at(-1)?.trim() ?? request.headers.get('host') ?? new URL(request.url).host;
}

function refusal(origin: string, host: string, publicOrigin: string | undefined): Refusal {
  const [from, to] = [shown(origin), shown(host)];
  const told = publicOrigin === undefined ? 'PUBLIC_ORIGIN is not set' : `PUBLIC_ORIGIN is ${publicOrigin}`;
  const message = `requests from origin ${from} to host ${to} are not served: ${told}`;
  const advice = 'If that origin is where people open the page, set PUBLIC_ORIGIN to it, for the voice engine too';
  logOnce(`403: ${message}. ${advice}.`);
  const say = `This page was opened at ${from}, where this server does not serve it: ${told}. ${advice}, and start them again.`;
  return new Refusal(403, 'not_permitted', message, say);
}

/** Somebody else wrote it: quoted, and not long. */
function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
