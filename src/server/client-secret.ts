import 'server-only';
import { z } from 'zod';
import type { Settings } from './env';
import { Refusal } from './refusal';
import type { Answer } from './toolserver-connection';
import { askVoiceService } from './voice-service';

const LIFETIME_S = 60;
const TIMEOUT_MS = 8_000;
const answer = z.object({ value: z.string() });

/** A short-lived credential with which one browser may start its session. */
export async function requestClientSecret(settings: Settings): Promise<string> {
  const { status, text } = await ask(settings);
  const parsed = answer.safeParse(asJson(text));
  if (status >= 200 && status < 300 && parsed.success) return parsed.data.value;
  throw new Refusal(502, 'unavailable', `the voice service answered with ${status}`, NOT_AVAILABLE);
}

async function ask({ realtimeInternalUrl, realtimeKey, realtimeModel }: Settings): Promise<Answer> {
  const wish = {
    expires_after: { anchor: 'created_at', seconds: LIFETIME_S },
    session: { type: 'realtime', model: realtimeModel },
  };
  try {
    return await askVoiceService({
      method: 'POST',
      url: `${realtimeInternalUrl}/realtime/client_secrets`,
      bearer: realtimeKey,
      body: Buffer.from(JSON.stringify(wish)),
      timeoutMs: TIMEOUT_MS,
    });
  } catch {
    throw new Refusal(503, 'unavailable', 'the voice service cannot be reached', NOT_AVAILABLE);
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const NOT_AVAILABLE = 'The voice service cannot be reached right now. Please try again in a moment.';
