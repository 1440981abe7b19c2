import 'server-only';
import { z } from 'zod';

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());
const url = (fallback: string) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.url().default(fallback)).transform(withoutSlash);
const maybeUrl = z.preprocess((value) => (value === '' ? undefined : value), z.url().optional());
const flag = z.preprocess((value) => (value === '' ? undefined : value), z.stringbool().default(false));
const text = (fallback: string) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.string().default(fallback));

const count = (fallback: number) =>
  z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().positive().default(fallback));

const variables = z.object({
  OPENAI_API_KEY: optional,
  OPENAI_BASE_URL: url('https://api.openai.com/v1'),
  VOICE_ENGINE_PORT: text('8100'),
  VOICE_ENGINE_API_KEY: optional,
  REALTIME_URL: maybeUrl,
  REALTIME_INTERNAL_URL: maybeUrl,
  REALTIME_MODEL: text('gpt-realtime-2.1'),
  REALTIME_VOICE: optional,
  TRANSCRIPTION_MODEL: text('gpt-4o-mini-transcribe'),
  PUBLIC_ORIGIN: maybeUrl,
  TRUST_PROXY: flag,
  SESSION_CALLS_A_MINUTE: count(60),
  TOOLSERVER_PORT: text('8000'),
  TOOLSERVER_URL: maybeUrl,
  TOOLSERVER_API_KEY: optional,
});

/** What the web server was told by its environment. */
export interface Settings {
  engine: 'openai' | 'local';
  /** The key that client secrets are asked for with: OpenAI's, or the one shared with the engine. */
  realtimeKey: string | undefined;
  /** What the browser reaches. */
  realtimeUrl: string;
  /** What this server reaches. */
  realtimeInternalUrl: string;
  realtimeModel: string;
  realtimeVoice: string | null;
  transcriptionModel: string;
  publicOrigin: string | undefined;
  /** Whether a proxy in front writes `x-forwarded-for`; otherwise anyone can, and the header is not read. */
  trustProxy: boolean;
  /** What the toolserver lets a session do; read here to stop what is far beyond. */
  sessionCallsAMinute: number;
  toolserverUrl: string;
  toolserverKey: string | undefined;
}

/** The only reader of the environment; a setting that cannot work is named. */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const parsed = variables.safeParse(environment);
  if (!parsed.success) throw new Error(`Settings that cannot work:\n${z.prettifyError(parsed.error)}`);
  return { ...voice(parsed.data), ...tools(parsed.data) };
}

type Variables = z.infer<typeof variables>;

type ToolSettings = Pick<
  Settings,
  'publicOrigin' | 'trustProxy' | 'sessionCallsAMinute' | 'toolserverUrl' | 'toolserverKey'
>;

/** The presence of a key decides who speaks. */
function voice(set: Variables): Omit<Settings, keyof ToolSettings> {
  const hasKey = set.OPENAI_API_KEY !== undefined;
  const fallback = hasKey ? set.OPENAI_BASE_URL : `http://127.0.0.1:${set.VOICE_ENGINE_PORT}/v1`;
  const realtimeUrl = withoutSlash(set.REALTIME_URL ?? fallback);
  return {
    engine: hasKey ? 'openai' : 'local',
    realtimeKey: set.OPENAI_API_KEY ?? set.VOICE_ENGINE_API_KEY ?? set.TOOLSERVER_API_KEY,
    realtimeUrl,
    realtimeInternalUrl: withoutSlash(set.REALTIME_INTERNAL_URL ?? realtimeUrl),
    realtimeModel: set.REALTIME_MODEL,
    realtimeVoice: set.REALTIME_VOICE ?? null,
    transcriptionModel: set.TRANSCRIPTION_MODEL,
  };
}

function tools(set: Variables): ToolSettings {
  return {
    publicOrigin: set.PUBLIC_ORIGIN === undefined ? undefined : new URL(set.PUBLIC_ORIGIN).origin,
    trustProxy: set.TRUST_PROXY,
    sessionCallsAMinute: set.SESSION_CALLS_A_MINUTE,
    toolserverUrl: withoutSlash(set.TOOLSERVER_URL ?? `http://127.0.0.1:${set.TOOLSERVER_PORT}`),
    toolserverKey: set.TOOLSERVER_API_KEY,
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
