import 'server-only';
import { scenarios } from '@/app/agentConfigs';
import type { MissingTool } from '@/contract/missing-tool';
import type { Settings } from './env';
import { missingFrom } from './missing-tools';
import { Toolserver } from './toolserver';
import { askVoiceService } from './voice-service';

const TIMEOUT_MS = 2_000;

export interface Health {
  web: 'ok';
  toolserver: 'ok' | 'down';
  engine: 'ok' | 'down' | 'openai';
  /** The tools that agents name and the toolserver does not have; null while it does not say what it has. */
  missing_tools: (MissingTool & { scenario: string })[] | null;
}

/** The states of this server and of those it needs. */
export async function readHealth(settings: Settings): Promise<Health> {
  const toolserver = new Toolserver(settings);
  const [isReady, engine, missing] = await Promise.all([
    toolserver.isReady(),
    engineState(settings),
    missingTools(toolserver),
  ]);
  return { web: 'ok', toolserver: isReady ? 'ok' : 'down', engine, missing_tools: missing };
}

async function missingTools(toolserver: Toolserver): Promise<Health['missing_tools']> {
  try {
    const manifest = await toolserver.manifest();
    return scenarios.flatMap((scenario) =>
      missingFrom(scenario, manifest).map((tool) => ({ scenario: scenario.key, ...tool })),
    );
  } catch {
    return null;
  }
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
