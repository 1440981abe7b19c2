import { vi } from 'vitest';
import type { SessionAnswer } from '@/contract/session';

export const MAX_MESSAGE_BYTES = 65_536;

type Sent = { type: string } & Record<string, unknown>;

/** What a page gets at the start, unless a test has something else in mind. */
export const ANSWER: SessionAnswer = {
  session_id: 'ses_1',
  client_secret: 'ek_1',
  realtime_url: 'https://voice.example/v1/realtime/calls',
  model: 'gpt-realtime-2.1',
  transcription_model: 'gpt-4o-mini-transcribe',
  voice: null,
  engine: 'local',
  manifest: [],
  demo: null,
  expires_at: '2030-01-01T00:00:00Z',
};
/** The data channel of a connection whose other end acknowledges every configuration, and says nothing by itself. */
class FakeChannel extends EventTarget {
  readyState = 'connecting';
  readonly sent: Sent[] = [];

  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  send(text: string): void {
    if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) throw new TypeError('the message is larger than maxMessageSize');
    const event = JSON.parse(text) as Sent;
    this.sent.push(event);
    if (event.type === 'session.update') this.receive({ type: 'session.updated', session: event.session });
  }

  receive(event: Sent): void {
    const data = JSON.stringify({ event_id: 'event_1', ...event });
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}

class FakePeer {
  onconnectionstatechange: (() => void) | null = null;
  connectionState = 'new';
  readonly channel = new FakeChannel();
  readonly sctp = { maxMessageSize: MAX_MESSAGE_BYTES };
  private readonly senders: { track: FakeTrack }[] = [];

  createDataChannel(): FakeChannel {
    return this.channel;
  }

  addTrack(track: FakeTrack): void {
    this.senders.push({ track });
  }

  getSenders(): { track: FakeTrack }[] {
    return this.senders;
  }

  createOffer(): Promise<{ sdp: string }> {
    return Promise.resolve({ sdp: 'v=0' });
  }

  setLocalDescription(): Promise<void> {
    return Promise.resolve();
  }

  setRemoteDescription(): Promise<void> {
    this.channel.open();
    return Promise.resolve();
  }

  close(): void {
    this.connectionState = 'closed';
  }
}

class FakeTrack {
  enabled = true;
  isStopped = false;

  stop(): void {
    this.isStopped = true;
  }
}

/** What was asked of this site or of the voice service. */
export interface FetchSeen {
  method: string;
  url: string;
  keepalive: boolean;
}

/** As much of a browser as a call uses: a microphone, WebRTC, and the two services behind `fetch`. */
export class FakeBrowser {
  readonly track = new FakeTrack();
  readonly fetched: FetchSeen[] = [];
  /** What `POST /api/session` answers with; null for never. */
  session: object | null = ANSWER;
  /** What a tool call is answered with. */
  toolAnswer = '{"result":{"say":"Done."}}';
  /** When the customer allows the microphone. */
  allowed: Promise<void> = Promise.resolve();
  peer: FakePeer | undefined;
  onSessionAsked = (): void => undefined;

  constructor() {
    const connected = (peer: FakePeer): void => {
      this.peer = peer;
    };
    vi.stubGlobal(
      'RTCPeerConnection',
      class extends FakePeer {
        constructor() {
          super();
          connected(this);
        }
      },
    );
    const stream = { getTracks: () => [this.track], getAudioTracks: () => [this.track] };
    const getUserMedia = async () => {
      await this.allowed;
      return stream;
    };
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
    vi.stubGlobal('fetch', this.fetch);
  }

  get sent(): Sent[] {
    return this.peer?.channel.sent ?? [];
  }

  receive(...events: Sent[]): void {
    for (const event of events) this.peer?.channel.receive(event);
  }

  private readonly fetch = (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = String(address);
    this.fetched.push({ method: init.method ?? 'GET', url, keepalive: init.keepalive === true });
    if (init.method === 'DELETE') return Promise.resolve(new Response(null));
    if (url === '/api/execute-python-tool') return Promise.resolve(new Response(this.toolAnswer));
    if (url !== '/api/session') return Promise.resolve(new Response('v=0'));
    this.onSessionAsked();
    if (this.session !== null) return Promise.resolve(Response.json(this.session));
    return new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => {
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  };
}
