import 'server-only';
import { z } from 'zod';
import type { Settings } from './env';
import { Refusal } from './refusal';

const LIFETIME_S = 60;
const TIMEOUT_MS = 8_000;
const answer = z.object({ value: z.string() });

/** A short-lived credential with which one browser may start its session. */
export async function requestClientSecret(settings: Settings): Promise<string> {
  const response = await ask(settings);
  const parsed = answer.safeParse(await response.json().catch(() => null));
  if (response.ok && parsed.success) return parsed.data.value;
  throw new Refusal(502, 'unavailable', `the voice service answered with ${response.status}`, NOT_AVAILABLE);
}

async function ask({ realtimeInternalUrl, realtimeKey, realtimeModel }: Settings): Promise<Response> {
  try {
    return await fetch(`${realtimeInternalUrl}/realtime/client_secrets`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(realtimeKey === undefined ? {} : { authorization: `Bearer ${realtimeKey}` }),
      },
      body: JSON.stringify({
        expires_after: { anchor: 'created_at', seconds: LIFETIME_S },
        session: { type: 'realtime', model: realtimeModel },
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new Refusal(503, 'unavailable', 'the voice service cannot be reached', NOT_AVAILABLE);
  }
}

const NOT_AVAILABLE = 'The voice service cannot be reached right now. Please try again in a moment.';
