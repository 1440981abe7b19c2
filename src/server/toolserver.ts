import 'server-only';
import { z } from 'zod';
import type { Scenario } from '@/app/agentConfigs/types';
import { demoCard, type DemoCard } from '@/contract/demo';
import { manifestEntry, type ManifestEntry } from '@/contract/manifest';
import { missingTool } from '@/contract/missing-tool';
import type { Settings } from './env';
import { Refusal } from './refusal';
import { ask, type Answer, type Question } from './toolserver-connection';

const TIMEOUT_MS = 5_000;
const manifest = z.object({ tools: z.array(manifestEntry) });
const opened = z.object({
  session_id: z.string(),
  token: z.string(),
  expires_at: z.string(),
  /** Absent where a toolserver does not look whether its tools are those of the scenario. */
  missing: z.array(missingTool).optional(),
});
const demo = z.object({ scenarios: z.record(z.string(), demoCard) });

export type ToolSession = z.infer<typeof opened>;

/** The toolserver as this server, a service, uses it. */
export class Toolserver {
  constructor(private readonly settings: Settings) {}

  async manifest(): Promise<ManifestEntry[]> {
    return manifest.parse(await this.json('/tools')).tools;
  }

  /** A session that may call what the scenario's agents may, and nothing else; `client` says for whom, if that is known. */
  async openSession(scenario: Scenario, client: string | undefined): Promise<ToolSession> {
    const agents = scenario.agents.map(({ name, tools }) => ({ name, tools }));
    return opened.parse(await this.json('/sessions', { scenario: scenario.key, agents, client }));
  }

  /** Ends a session in its own name; one that had ended before is no longer known. */
  async endSession(sessionId: string, token: string): Promise<void> {
    const path = `/sessions/${sessionId}`;
    const { status } = await this.reach({ method: 'DELETE', path, bearer: token });
    if (status !== 204 && status !== 401 && status !== 404) throw unavailable(path, status);
  }

  async demo(scenario: string): Promise<DemoCard | null> {
    const { status, text } = await this.send('/demo');
    if (status !== 200) return null;
    const parsed = demo.safeParse(JSON.parse(text));
    return parsed.data?.scenarios[scenario] ?? null;
  }

  async isReady(): Promise<boolean> {
    try {
      return (await this.send('/readyz')).status === 200;
    } catch {
      return false;
    }
  }

  private async json(path: string, body?: object): Promise<unknown> {
    const { status, text } = await this.send(path, body);
    if (status < 200 || status > 299) throw unavailable(path, status);
    return JSON.parse(text);
  }

  private send(path: string, body?: object): Promise<Answer> {
    const bearer = this.settings.toolserverKey;
    if (body === undefined) return this.reach({ method: 'GET', path, bearer });
    return this.reach({ method: 'POST', path, bearer, body: Buffer.from(JSON.stringify(body)) });
  }

  private async reach({ path, ...question }: Reaching): Promise<Answer> {
    try {
      return await ask({ ...question, url: `${this.settings.toolserverUrl}${path}`, timeoutMs: TIMEOUT_MS });
    } catch {
      throw new Refusal(503, 'unavailable', 'the toolserver cannot be reached', NOT_AVAILABLE);
    }
  }
}

type Reaching = Pick<Question, 'method' | 'bearer' | 'body'> & { path: string };

function unavailable(path: string, status: number): Refusal {
  return new Refusal(503, 'unavailable', `the toolserver answered ${path} with ${status}`, NOT_AVAILABLE);
}

const NOT_AVAILABLE = 'Our systems cannot be reached right now. Please try again in a moment.';
