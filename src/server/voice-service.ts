import 'server-only';
import { isLocalName } from '@/lib/local-name';
import { ask, type Answer, type Question } from './toolserver-connection';

/**
 * Asks the voice service. An engine on this machine is asked straight; `fetch` reaches OpenAI, through a proxy where the
 * environment tells Node to use one, which a proxy elsewhere could not do for this machine's own addresses.
 */
export async function askVoiceService(question: Question): Promise<Answer> {
  if (isLocalName(new URL(question.url).hostname)) return ask(question);
  const { method, url, bearer, body, timeoutMs } = question;
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: body === undefined ? null : new Uint8Array(body),
    signal: AbortSignal.timeout(timeoutMs),
    cache: 'no-store',
  });
  return { status: response.status, text: await response.text() };
}
