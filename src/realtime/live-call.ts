import type { Scenario } from '@/app/agentConfigs/types';
import { buildLine, type Line } from './connect';
import { endToolSession } from './end-tool-session';
import { Farewell } from './farewell';
import { maskedEmit } from './masked-events';
import { openMicrophone, type Microphone } from './microphone';
import { PushToTalk } from './push-to-talk';
import { requestSession } from './request-session';
import type { SessionStatus, WireEvent } from './session-events';
import type { Emit } from './tool-runner';
import { WireEvents } from './wire-events';

const CONNECT_TIMEOUT_MS = 10_000;
const UNREACHABLE = 'The voice service did not answer within ten seconds. Please try again.';

/** One call, from the press of the button to its end. */
export class LiveCall {
  private status: SessionStatus = 'idle';
  private line: Line | undefined;
  private microphone: Microphone | undefined;
  private toolSession: string | undefined;
  private readonly pushToTalk = new PushToTalk(() => this.line);
  private readonly abort = new AbortController();
  private readonly wire: WireEvents;
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
    const microphone = await openMicrophone();
    if (this.isOver) {
      microphone.release();
      return;
    }
    this.microphone = microphone;
    this.emit({ type: 'microphone.changed', microphone: microphone.state });
    await this.connectInTime(microphone);
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
    if (this.microphone?.state === 'on') {
      this.emit({ type: 'microphone.changed', microphone: isMuted ? 'muted' : 'on' });
    }
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
  private async connectInTime(microphone: Microphone): Promise<void> {
    const timeout = setTimeout(() => {
      this.end('failed', UNREACHABLE);
    }, CONNECT_TIMEOUT_MS);
    try {
      await this.connect(microphone);
    } catch (error) {
      this.end('failed', error instanceof Error ? error.message : UNREACHABLE);
    } finally {
      clearTimeout(timeout);
    }
  }

  private async connect(microphone: Microphone): Promise<void> {
    const answer = await requestSession(this.scenario.key, this.abort.signal);
    if (this.isOver) {
      endToolSession(answer.session_id);
      return;
    }
    this.toolSession = answer.session_id;
    this.emit = maskedEmit(this.emit, answer.manifest);
    this.line = buildLine({
      scenario: this.scenario,
      agent: this.firstAgent,
      answer,
      stream: microphone.stream,
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
    transport.requestResponse();
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
    this.microphone?.release();
    if (this.toolSession !== undefined) endToolSession(this.toolSession);
    this.emit({ type: 'microphone.changed', microphone: 'off' });
  }

  private become(status: SessionStatus, message: string | null = null): void {
    this.status = status;
    this.emit({ type: 'session.changed', status, message });
  }
}
