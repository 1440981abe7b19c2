import 'server-only';
import { sessionId } from '@/contract/tool-call';
import type { Settings } from './env';
import { Refusal } from './refusal';
import { requireOwnOrigin } from './own-origin';
import { expiredCookie, sessionToken } from './session-cookie';
import { Toolserver } from './toolserver';

/** Ends the tool session that the page names and has the cookie of; one that had ended before counts as ended. */
export async function endSession(request: Request, settings: Settings): Promise<Response> {
  requireOwnOrigin(request, settings);
  const named = sessionId.safeParse(new URL(request.url).searchParams.get('session_id'));
  if (!named.success) throw new Refusal(422, 'invalid_arguments', 'session_id: no session is named');
  const token = sessionToken(request, named.data);
  if (token === undefined) throw new Refusal(401, 'unauthenticated', 'no session of that id was started here');
  await new Toolserver(settings).endSession(named.data, token);
  return new Response(null, { status: 204, headers: { 'set-cookie': expiredCookie(named.data) } });
}
