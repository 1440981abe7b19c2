import 'server-only';
import type { Settings } from './env';
import { Toolserver } from './toolserver';
import { askVoiceService } from './voice-service';

const TIMEOUT_MS = 2_000;

export interface Health {
  web: 'ok';
  toolserver: 'ok' | 'down';
  engine: 'ok' | 'down' | 'openai';
}

/** The states of this server and of those it needs. */
export async function readHealth(settings: Settings): Promise<Health> {
  const [toolserver, engine] = await Promise.all([new Toolserver(settings).isReady(), engineState(settings)]);
  return { web: 'ok', toolserver: toolserver ? 'ok' : 'down', engine };
}

/** OpenAI has no health page that costs nothing, so it is only named. */
async function engineState(settings: Settings): Promise<Health['engine']> {
  if (settings.engine === 'openai') return 'openai';
  try {
    const url = new URL('/healthz', settings.realtimeInternalUrl).href;
    const { status } = await askVoiceService({ method: 'GET', url, bearer: undefined, timeoutMs: TIMEOUT_MS });
    return status === 200 ? 'ok' : 'down';
  } catch {
    return 'down';
  }
}
