import 'server-only';
import { findScenario } from '@/app/agentConfigs';
import type { Scenario } from '@/app/agentConfigs/types';
import type { ManifestEntry } from '@/contract/manifest';
import { sessionRequest, type SessionAnswer } from '@/contract/session';
import { clientOf, networkOf } from './client-address';
import { requestClientSecret } from './client-secret';
import type { Settings } from './env';
import type { Limiter } from './limiter';
import { Refusal } from './refusal';
import { requireOwnOrigin } from './own-origin';
import { readBody } from './request-body';
import { startedCookies } from './session-cookie';
import { Toolserver, type ToolSession } from './toolserver';

/** Opens a tool session, gets a client secret, and answers with what the page needs. */
export async function startSession(request: Request, settings: Settings, limiter: Limiter): Promise<Response> {
  const origin = requireOwnOrigin(request, settings);
  const scenario = await requestedScenario(request);
  if (!limiter.admits(networkOf(request, settings), performance.now())) {
    throw new Refusal(
      429,
      'rate_limited',
      'too many sessions were started',
      'Too many calls at once. Please wait a minute.',
    );
  }
  const toolserver = new Toolserver(settings);
  const manifest = toolsOf(scenario, await toolserver.manifest());
  const [session, clientSecret, demo] = await Promise.all([
    toolserver.openSession(scenario, clientOf(request, settings)),
    requestClientSecret(settings),
    toolserver.demo(scenario.key),
  ]);
  const answer: SessionAnswer = {
    ...described(settings, scenario, session),
    client_secret: clientSecret,
    manifest,
    demo,
  };
  // A browser says truly how it came here, and keeps no Secure cookie of plain http.
  const isSecure = origin.startsWith('https:');
  const headers = startedCookies(request, { id: session.session_id, token: session.token, isSecure });
  headers.set('cache-control', 'no-store');
  return Response.json(answer, { headers });
}

async function requestedScenario(request: Request): Promise<Scenario> {
  const { scenario: key } = (await readBody(request, sessionRequest)).value;
  const scenario = findScenario(key);
  if (scenario === undefined) throw new Refusal(404, 'not_found', `there is no scenario ${JSON.stringify(key)}`);
  return scenario;
}

/** The manifest's part that the scenario uses; an agent whose tool is missing stops the start. */
function toolsOf(scenario: Scenario, manifest: readonly ManifestEntry[]): ManifestEntry[] {
  const known = new Set(manifest.map((entry) => entry.name));
  for (const agent of scenario.agents) {
    const missing = agent.tools.find((tool) => !known.has(tool));
    if (missing === undefined) continue;
    const message = `agent ${JSON.stringify(agent.name)} names tool ${JSON.stringify(missing)}, which the toolserver does not have`;
    throw new Refusal(500, 'misconfigured', message, `The call could not be started: ${message}.`);
  }
  const used = new Set(scenario.agents.flatMap((agent) => agent.tools));
  return manifest.filter((entry) => used.has(entry.name));
}

type Described = Omit<SessionAnswer, 'client_secret' | 'manifest' | 'demo'>;

function described(settings: Settings, scenario: Scenario, session: ToolSession): Described {
  return {
    session_id: session.session_id,
    expires_at: session.expires_at,
    realtime_url: `${settings.realtimeUrl}/realtime/calls`,
    model: settings.realtimeModel,
    transcription_model: settings.transcriptionModel,
    voice: settings.realtimeVoice ?? scenario.voice ?? null,
    engine: settings.engine,
  };
}
