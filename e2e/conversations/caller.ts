import type { OpenAIRealtimeWebSocket, RealtimeSession } from '@openai/agents/realtime';
import { z } from 'zod';
import type { Scenario } from '@/app/agentConfigs/types';
import { manifestEntry, type ManifestEntry } from '@/contract/manifest';
import { buildSession } from '@/realtime/build-session';
import { readAnswer } from '@/realtime/proxy-runner';
import type { ToolOutcome, WireEvent } from '@/realtime/session-events';
import type { Emit, ToolRunner } from '@/realtime/tool-runner';
import { WireEvents } from '@/realtime/wire-events';
import type { Step, Turn } from './happened';
import type { LineTo } from './line';
import { readRecord, stepsOf, type Effects, type Seen, type SeenCall } from './record';
import { spokenPcm } from './speech';

const QUIET_MS = { typed: 60, spoken: 700 }; // a typed turn is over once no response is owed; speech may go on
const ANSWER_TIMEOUT_MS = 60_000;
const manifest = z.object({ tools: z.array(manifestEntry) });
const opened = z.object({ token: z.string(), session_id: z.string() });
const fields = z.record(z.string(), z.unknown()).catch({});
const failing = z.object({ error: z.object({ code: z.string() }) });
const callingResponse = z.object({ response: z.object({ output: z.array(z.object({ type: z.string() })) }) });

/** A tool session, and the tools there are. */
interface Opened {
  tools: ManifestEntry[];
  token: string;
}

/** Someone who types, or who speaks, over the stock SDK. */
export class Caller {
  readonly turns: Turn[] = [];
  /** Each call as it was sent and answered, and each handoff, in their order. */
  readonly seen: Seen[] = [];
  readonly errors: string[] = [];
  readonly transcript: string[] = [];
  private answers: string[] = [];
  private sessionId = '';
  private effects: Effects = new Map();
  private readonly pending = new Map<string, Pick<SeenCall, 'tool' | 'arguments'>>();
  private responses = 0;
  private lastChange = Date.now();
  private isAnswered = true;
  private session: RealtimeSession | undefined;

  constructor(
    private readonly scenario: Scenario,
    private readonly toolserverUrl: string,
    private readonly speaks = false,
  ) {}

  /** Until the agents have greeted, and wait. */
  async call(line: LineTo): Promise<void> {
    const { scenario, toolserverUrl } = this;
    const { tools } = manifest.parse(await (await fetch(`${toolserverUrl}/tools`)).json());
    this.effects = new Map(tools.map(({ name, effect }) => [name, effect]));
    const agents = scenario.agents.map(({ name, tools: granted }) => ({ name, tools: granted }));
    const { token, session_id } = opened.parse(
      await post(`${toolserverUrl}/sessions`, { scenario: scenario.key, agents }),
    );
    this.sessionId = session_id;
    const transport = line.transport();
    this.session = this.build(line, transport, { tools, token });
    this.isAnswered = false;
    await this.session.connect({ apiKey: line.apiKey });
    transport.requestResponse();
    await this.answered('');
  }

  /** Nothing more is said once the agents wait for the caller. */
  async say(text: string): Promise<void> {
    const speech = this.speaks && /\w/.test(text) ? await spokenPcm(text) : undefined;
    this.isAnswered = false;
    if (speech === undefined) this.session?.sendMessage(text);
    else this.session?.sendAudio(speech);
    await this.answered(text);
  }

  hangUp(): void {
    this.session?.close();
  }

  /** What happened so far, as the toolserver recorded it. */
  async steps(): Promise<Step[]> {
    return stepsOf(await readRecord(this.toolserverUrl, this.sessionId), this.seen, this.effects);
  }

  private build(line: LineTo, transport: OpenAIRealtimeWebSocket, opened: Opened): RealtimeSession {
    const emit: Emit = (event) => {
      this.hear(event);
    };
    const wire = new WireEvents(emit, () => session.currentAgent.name);
    const { engine, model, transcriptionModel: transcription_model } = line;
    const session = buildSession({
      scenario: this.scenario,
      agent: this.scenario.startAgent,
      answer: { engine, manifest: opened.tools, model, transcription_model, voice: null },
      transport,
      modality: this.speaks ? 'audio' : 'text',
      run: directRunner(this.toolserverUrl, opened.token),
      emit,
      onEndAsked: () => undefined,
    });
    session.on('transport_event', (event: WireEvent) => {
      this.count(event);
      wire.read(event);
    });
    session.on('error', ({ error }) => {
      this.errors.push(`the session complained: ${JSON.stringify(error)}`);
    });
    return session;
  }

  private async answered(said: string): Promise<void> {
    await this.untilQuiet();
    this.turns.push({ said, answers: this.answers });
    this.answers = [];
  }

  private hear(event: Parameters<Emit>[0]): void {
    if (event.type === 'transcript.completed') this.transcript.push(`${event.role} (${event.agent}): ${event.text}`);
    if (event.type === 'transcript.completed' && event.role === 'assistant') this.answers.push(event.text);
    if (event.type === 'handoff.made') this.happen({ handoff: event.to }, `handoff to ${event.to}`);
    if (event.type === 'tool.called')
      this.pending.set(event.callId, { tool: event.tool, arguments: fields.parse(event.arguments) });
    if (event.type === 'tool.finished') this.finish(event.callId, event.outcome, event.answer);
    this.lastChange = Date.now();
  }

  private finish(callId: string, outcome: ToolOutcome, answer: unknown): void {
    const call = this.pending.get(callId) ?? { tool: 'unknown', arguments: {} };
    this.pending.delete(callId);
    const code = failing.safeParse(answer).data?.error.code ?? null;
    const seen: SeenCall = { callId, ...call, outcome: outcome === 'refused' ? 'refused' : 'other', code };
    this.happen(seen, `${call.tool} ${JSON.stringify(call.arguments)}: ${outcome}${code === null ? '' : ` (${code})`}`);
  }

  private happen(seen: Seen, what: string): void {
    this.seen.push(seen);
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
