import { OpenAIRealtimeWebSocket } from '@openai/agents/realtime';
import type { Engine } from '@/app/agentConfigs/types';
import type { Options } from './options';

/** Who speaks at the other end, and how it is reached. */
export interface LineTo {
  engine: Engine;
  model: string;
  transcriptionModel: string;
  apiKey: string;
  transport: () => OpenAIRealtimeWebSocket;
}

const TRANSCRIPTION_MODEL = 'gpt-4o-mini-transcribe';

/** OpenAI where only a model is named, else the service at the URL, else the engine that was started here. */
export function lineTo({ model, url, apiKey }: Options, engineUrl: string | null): LineTo {
  const address = url ?? engineUrl;
  if (address === null) {
    if (apiKey === undefined) throw new Error('--model without --url talks to OpenAI, and needs OPENAI_API_KEY');
    const hosted = { engine: 'openai' as const, transcriptionModel: TRANSCRIPTION_MODEL, apiKey };
    return { ...hosted, model: model ?? '', transport: () => new OpenAIRealtimeWebSocket() };
  }
  const named = model ?? 'offline';
  const realtime = `${address.replace(/^http/, 'ws').replace(/\/$/, '')}/v1/realtime?model=${encodeURIComponent(named)}`;
  return {
    engine: 'local',
    model: named,
    transcriptionModel: 'offline',
    // A key of OpenAI's goes to OpenAI only.
    apiKey: 'local',
    transport: () => new OpenAIRealtimeWebSocket({ url: realtime }),
  };
}
