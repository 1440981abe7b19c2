import type { Scenario } from '@/app/agentConfigs/types';
import { withoutTools } from '@/app/agentConfigs/without-tools';
import { buildLine, type Line } from './connect';
import { endToolSession } from './end-tool-session';
import { Farewell } from './farewell';
import { maskedEmit } from './masked-events';
import { Microphone } from './microphone';
import { PushToTalk } from './push-to-talk';
import { requestSession } from './request-session';
import type { SessionStatus, WireEvent } from './session-events';
import type { Emit } from './tool-runner';
import { WireEvents } from './wire-events';

const CONNECT_TIMEOUT_MS = 10_000;
const UNREACHABLE = 'The voice service did not answer within ten seconds. Please try again.';

const NO_ANSWER = 'The voice service does not answer this page. If it runs, its PUBLIC_ORIGIN may have to be';

/** One call, from the press of the button to its end. */
export class LiveCall {
  private status: SessionStatus = 'idle';
  private line: Line | undefined;
  private toolSession: string | undefined;
  private readonly pushToTalk = new PushToTalk(() => this.line);
  private readonly abort = new AbortController();
  private readonly wire: WireEvents;
  private readonly microphone = new Microphone(
    (event) => {
      this.emit(event);
    },
    (track) => this.send(track),
  );
  private readonly farewell = new Farewell(() => {
    this.stop();
  });

  constructor(
    private readonly scenario: Scenario,
    private readonly firstAgent: string,
    private emit: Emit,
  ) {
    this.wire = new WireEvents(emit, () => this.agent);
  }

  get peerConnection(): RTCPeerConnection | undefined {
    return this.line?.transport.connectionState.peerConnection;
  }

  async start(): Promise<void> {
    this.become('connecting');
    this.endWithPage();
    if (await this.microphone.open()) await this.connectInTime();
  }

  stop(): void {
    this.end('ended', null);
  }

  say(text: string): void {
    if (this.status === 'connected') this.line?.session.sendMessage(text);
  }

  interrupt(): void {
    if (this.status === 'connected') this.line?.session.interrupt();
  }

  setMuted(isMuted: boolean): void {
    if (this.isOver) return;
    this.pushToTalk.setMuted(isMuted);
    this.microphone.setMuted(isMuted);
  }

  setPushToTalk(isPushToTalk: boolean): void {
    this.pushToTalk.set(isPushToTalk);
  }

  talk(isTalking: boolean): void {
    if (this.status === 'connected') this.pushToTalk.talk(isTalking);
  }

  private get agent(): string {
    return this.line?.session.currentAgent.name ?? this.firstAgent;
  }

  /** The time that a customer takes to allow the microphone does not count. */
  private async connectInTime(): Promise<void> {
    const timeout = setTimeout(() => {
      this.end('failed', UNREACHABLE);
    }, CONNECT_TIMEOUT_MS);
    try {
      await this.connect();
    } catch (error) {
      this.end('failed', reasonOf(error));
    } finally {
      clearTimeout(timeout);
    }
  }

  private async connect(): Promise<void> {
    const answer = await requestSession(this.scenario.key, this.abort.signal);
    const { stream } = this.microphone;
    if (this.isOver || stream === undefined) {
      endToolSession(answer.session_id);
      return;
    }
    this.toolSession = answer.session_id;
    this.emit = maskedEmit(this.emit, answer.manifest);
    for (const { agent, tool, note } of answer.missing) this.emit({ type: 'tool.missing', agent, tool, note });
    this.line = buildLine({
      scenario: withoutTools(this.scenario, answer.missing),
      agent: this.firstAgent,
      answer,
      stream,
      sound: new Audio(),
      emit: this.emit,
      onEndAsked: () => {
        this.farewell.begin();
      },
    });
    this.listen(this.line);
    await this.line.session.connect({ apiKey: answer.client_secret, model: answer.model, url: answer.realtime_url });
    this.greet(this.line);
  }

  /** The agent speaks first. */
  private greet({ transport }: Line): void {
    if (this.isOver) return;
    transport.connectionState.dataChannel?.addEventListener('close', () => {
      this.drop();
    });
    this.become('connected');
    this.emit({ type: 'agent.changed', agent: this.agent });
    this.pushToTalk.renew();
    const track = this.microphone.stream?.getAudioTracks()[0];
    if (track !== transport.connectionState.peerConnection?.getSenders()[0]?.track) void this.send(track);
    transport.requestResponse();
  }

  /** Another microphone's sound; a turn that was being said ends with the one before. */
  private async send(track: MediaStreamTrack | undefined): Promise<void> {
    this.talk(false);
    const sender = this.peerConnection?.getSenders()[0];
    // Who is muted stays so, from the first moment.
    if (track !== undefined) track.enabled = sender?.track?.enabled ?? true;
    await sender?.replaceTrack(track ?? null);
    this.pushToTalk.open();
  }

  private listen({ session, transport }: Line): void {
    session.on('transport_event', (event) => {
      this.readServerEvent(event);
    });
    session.on('agent_handoff', (_context, _from, to) => {
      this.emit({ type: 'agent.changed', agent: to.name });
    });
    // Without a listener the SDK's emitter would throw; what went wrong is on the wire and in the event log.
    session.on('error', () => undefined);
    transport.on('connection_change', (status) => {
      if (status === 'disconnected') this.drop();
    });
    const send = transport.sendEvent.bind(transport);
    transport.sendEvent = (event) => {
      this.emit({ type: 'wire.seen', direction: 'client', event });
      send(event);
    };
  }

  private endWithPage(): void {
    const stop = (): void => {
      this.stop();
    };
    addEventListener('pagehide', stop, { signal: this.abort.signal });
  }

  private readServerEvent(event: WireEvent): void {
    this.emit({ type: 'wire.seen', direction: 'server', event });
    this.wire.read(event);
    this.pushToTalk.read(event);
    this.farewell.read(event);
  }

  private drop(): void {
    if (this.status === 'connected') this.end('dropped', 'The connection was lost.');
  }

  private get isOver(): boolean {
    return this.status !== 'connecting' && this.status !== 'connected';
  }

  private end(status: SessionStatus, message: string | null): void {
    if (this.isOver) return;
    this.become(status, message);
    this.abort.abort();
    this.farewell.cancel();
    this.line?.session.close();
    this.microphone.release();
    if (this.toolSession !== undefined) endToolSession(this.toolSession);
  }

  private become(status: SessionStatus, message: string | null = null): void {
    this.status = status;
    this.emit({ type: 'session.changed', status, message });
  }
}

/** A browser tells a page nothing of a service that does not answer it, or not from this origin. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return `${NO_ANSWER} ${location.origin}.`;
  return error instanceof Error ? error.message : UNREACHABLE;
}
