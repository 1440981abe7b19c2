import { OpenAIRealtimeWebSocket, type RealtimeSession } from '@openai/agents/realtime';
import { z } from 'zod';
import type { Scenario } from '@/app/agentConfigs/types';
import { manifestEntry } from '@/contract/manifest';
import { buildSession } from '@/realtime/build-session';
import { readAnswer } from '@/realtime/proxy-runner';
import type { ToolOutcome, WireEvent } from '@/realtime/session-events';
import type { Emit, ToolRunner } from '@/realtime/tool-runner';
import { WireEvents } from '@/realtime/wire-events';
import type { Programs } from './programs';
import { spokenPcm } from './speech';

const QUIET_MS = { typed: 60, spoken: 700 }; // a typed turn is over once no response is owed; speech may go on
const ANSWER_TIMEOUT_MS = 60_000;
const manifest = z.object({ tools: z.array(manifestEntry) });
const opened = z.object({ token: z.string() });
const callingResponse = z.object({ response: z.object({ output: z.array(z.object({ type: z.string() })) }) });

/** A customer who types, or who speaks, over the stock SDK. */
export class Caller {
  /** Every call with its outcome and every handoff. */
  readonly happened: string[] = [];
  /** What the agents said. */
  readonly heard: string[] = [];
  readonly transcript: string[] = [];
  private readonly pending = new Map<string, string>();
  private responses = 0;
  private lastChange = Date.now();
  private isAnswered = true;
  private session: RealtimeSession | undefined;

  constructor(
    private readonly scenario: Scenario,
    private readonly speaks = false,
  ) {}

  async call({ toolserverUrl, engineUrl }: Programs): Promise<void> {
    const { scenario } = this;
    const { tools } = manifest.parse(await (await fetch(`${toolserverUrl}/tools`)).json());
    const agents = scenario.agents.map(({ name, tools: granted }) => ({ name, tools: granted }));
    const { token } = opened.parse(await post(`${toolserverUrl}/sessions`, { scenario: scenario.key, agents }));
    const transport = new OpenAIRealtimeWebSocket({
      url: `${engineUrl.replace('http', 'ws')}/v1/realtime?model=offline`,
    });
    const emit: Emit = (event) => {
      this.hear(event);
    };
    const wire = new WireEvents(emit, () => session.currentAgent.name);
    const session = buildSession({
      scenario,
      agent: scenario.startAgent,
      answer: { engine: 'local', manifest: tools, model: 'offline', transcription_model: 'offline', voice: null },
      transport,
      modality: this.speaks ? 'audio' : 'text',
      run: directRunner(toolserverUrl, token),
      emit,
      onEndAsked: () => undefined,
    });
    this.session = session;
    session.on('transport_event', (event: WireEvent) => {
      this.count(event);
      wire.read(event);
    });
    session.on('error', ({ error }) => {
      this.happen(`error: ${JSON.stringify(error)}`);
    });
    await session.connect({ apiKey: 'local' });
    this.isAnswered = false;
    transport.requestResponse();
    await this.untilQuiet();
  }

  /** What the agents say to it, and nothing more once they wait for the customer. */
  async say(text: string): Promise<string> {
    const from = this.heard.length;
    const speech = this.speaks && /\w/.test(text) ? await spokenPcm(text) : undefined;
    this.isAnswered = false;
    if (speech === undefined) this.session?.sendMessage(text);
    else this.session?.sendAudio(speech);
    await this.untilQuiet();
    return this.heard.slice(from).join(' ');
  }

  hangUp(): void {
    this.session?.close();
  }

  private hear(event: Parameters<Emit>[0]): void {
    if (event.type === 'transcript.completed') this.transcript.push(`${event.role} (${event.agent}): ${event.text}`);
    if (event.type === 'transcript.completed' && event.role === 'assistant') this.heard.push(event.text);
    if (event.type === 'handoff.made') this.happen(`handoff to ${event.to}`);
    if (event.type === 'tool.called') this.pending.set(event.callId, event.tool);
    if (event.type === 'tool.finished') this.finish(event.callId, event.outcome);
    this.lastChange = Date.now();
  }

  private finish(callId: string, outcome: ToolOutcome): void {
    const tool = this.pending.get(callId) ?? 'unknown';
    this.pending.delete(callId);
    this.happen(`${tool}: ${outcome}`);
  }

  private happen(what: string): void {
    this.happened.push(what);
    this.transcript.push(`  → ${what}`);
  }

  private count(event: WireEvent): void {
    if (event.type === 'response.created') {
      this.responses += 1;
      this.isAnswered = true;
    }
    if (event.type === 'response.done') {
      this.responses -= 1;
      // The response to a call's output is on its way.
      if (callsTool(event)) this.isAnswered = false;
    }
    this.lastChange = Date.now();
  }

  private async untilQuiet(): Promise<void> {
    const deadline = Date.now() + ANSWER_TIMEOUT_MS;
    while (!this.isAnswered || this.responses > 0 || this.pending.size > 0 || this.isJustHeard()) {
      if (Date.now() > deadline) throw new Error('the agents did not stop talking in time');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  private isJustHeard(): boolean {
    return Date.now() - this.lastChange < QUIET_MS[this.speaks ? 'spoken' : 'typed'];
  }
}

function callsTool(event: WireEvent): boolean {
  const done = callingResponse.safeParse(event);
  return done.success && done.data.response.output.some((item) => item.type === 'function_call');
}

function directRunner(toolserverUrl: string, token: string): ToolRunner {
  return async (call) => {
    const response = await fetch(`${toolserverUrl}/execute-tool`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        tool_name: call.tool,
        arguments: call.arguments,
        call_id: call.callId,
        agent: call.agent,
        conversation: call.conversation,
      }),
    });
    return readAnswer(call.callId, response);
  };
}

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}
