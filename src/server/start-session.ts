import 'server-only';
import { findScenario } from '@/app/agentConfigs';
import type { Scenario } from '@/app/agentConfigs/types';
import { withoutTools } from '@/app/agentConfigs/without-tools';
import type { ManifestEntry } from '@/contract/manifest';
import type { ExplainedTool } from '@/contract/missing-tool';
import { sessionRequest, type SessionAnswer } from '@/contract/session';
import { clientOf, networkOf } from './client-address';
import { requestClientSecret } from './client-secret';
import type { Settings } from './env';
import type { Limiter } from './limiter';
import { logOnce } from './log';
import { explained, missingFrom, offeredTo } from './missing-tools';
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
  const [opened, clientSecret, demo] = await Promise.all([
    openToolSession(scenario, clientOf(request, settings), settings),
    requestClientSecret(settings),
    new Toolserver(settings).demo(scenario.key),
  ]);
  const { session, manifest, missing } = opened;
  const answer: SessionAnswer = {
    ...described(settings, scenario, session),
    client_secret: clientSecret,
    manifest,
    missing,
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

interface Opened {
  session: ToolSession;
  /** The manifest's part that the session's agents use. */
  manifest: ManifestEntry[];
  missing: ExplainedTool[];
}

/** A tool that is missing stops nothing: its agents do without it, and who runs this server is told. */
async function openToolSession(scenario: Scenario, client: string | undefined, settings: Settings): Promise<Opened> {
  const { toolserverUrl } = settings;
  const toolserver = new Toolserver(settings);
  const search = { scenario, manifest: await toolserver.manifest(), toolserverUrl };
  const session = await toolserver.openSession(scenario, client);
  const without = session.missing ?? missingFrom(scenario, search.manifest);
  const missing = without.map((tool) => explained(tool, search));
  for (const { note } of missing) logOnce(note);
  const used = new Set(withoutTools(scenario, missing).agents.flatMap((agent) => agent.tools));
  const manifest = offeredTo(scenario, search.manifest).filter(({ name }) => used.has(name));
  return { session, manifest, missing };
}

type Described = Omit<SessionAnswer, 'client_secret' | 'manifest' | 'missing' | 'demo'>;

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
