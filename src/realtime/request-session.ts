import { z } from 'zod';
import { sessionAnswer, type SessionAnswer } from '@/contract/session';

const refused = z.object({ error: z.looseObject({ say: z.string() }) });

/** Asks this site for a session; what went wrong is said in words for the customer. */
export async function requestSession(scenario: string, signal: AbortSignal): Promise<SessionAnswer> {
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scenario }),
    signal,
  }).catch((error: unknown) => {
    // What a browser throws where nobody answered.
    throw error instanceof TypeError ? new Error('This page cannot reach its own server. Please try again.') : error;
  });
  const body: unknown = await response.json().catch(() => null);
  const answer = sessionAnswer.safeParse(body);
  if (response.ok && answer.success) return answer.data;
  throw new Error(refused.safeParse(body).data?.error.say ?? 'The call could not be started.');
}
