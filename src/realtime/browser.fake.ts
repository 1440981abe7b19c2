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
  missing: [],
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
  private readonly senders: FakeSender[] = [];

  createDataChannel(): FakeChannel {
    return this.channel;
  }

  addTrack(track: FakeTrack): void {
    this.senders.push(new FakeSender(track));
  }

  getSenders(): FakeSender[] {
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
  onended: (() => void) | null = null;
  wasEnabledWhenSent: boolean | undefined;

  stop(): void {
    this.isStopped = true;
  }
}

class FakeSender {
  constructor(public track: FakeTrack) {}

  replaceTrack(track: FakeTrack): Promise<void> {
    this.track = track;
    track.wasEnabledWhenSent = track.enabled;
    return Promise.resolve();
  }
}

/** What was asked of this site or of the voice service. */
export interface FetchSeen {
  method: string;
  url: string;
  keepalive: boolean;
}

function streamOf(track: FakeTrack): object {
  return { getTracks: () => [track], getAudioTracks: () => [track] };
}

/** Makes silence. */
class FakeAudioContext {
  createMediaStreamDestination(): object {
    return { stream: streamOf(new FakeTrack()) };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** As much of a browser as a call uses: a microphone, WebRTC, and the two services behind `fetch`. */
export class FakeBrowser {
  /** The microphones in the order in which they are opened; null is none. */
  readonly microphones: (FakeTrack | null)[] = [new FakeTrack()];
  private opened = 0;
  readonly fetched: FetchSeen[] = [];
  /** What `POST /api/session` answers with; null for never. */
  session: object | null = ANSWER;
  /** What a tool call is answered with. */
  toolAnswer = '{"result":{"say":"Done."}}';
  /** When the customer allows the microphone. */
  allowed: Promise<void> = Promise.resolve();
  peer: FakePeer | undefined;
  /** Whether the voice service lets no page of this origin read what it answers. */
  isVoiceServiceDeaf = false;
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
    vi.stubGlobal('navigator', { mediaDevices: this.devices });
    vi.stubGlobal('AudioContext', FakeAudioContext);
    vi.stubGlobal('fetch', this.fetch);
  }

  /** The one that is opened first. */
  get track(): FakeTrack {
    return this.microphones[0] ?? new FakeTrack();
  }

  get sentTrack(): FakeTrack | undefined {
    return this.peer?.getSenders()[0]?.track;
  }

  plugIn(): FakeTrack {
    const track = new FakeTrack();
    this.microphones.push(track);
    this.devices.ondevicechange?.();
    return track;
  }

  get sent(): Sent[] {
    return this.peer?.channel.sent ?? [];
  }

  receive(...events: Sent[]): void {
    for (const event of events) this.peer?.channel.receive(event);
  }

  private answerOffer(): Promise<Response> {
    if (this.isVoiceServiceDeaf) return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve(new Response('v=0'));
  }

  private readonly devices = {
    ondevicechange: null as (() => void) | null,
    getUserMedia: async (): Promise<object> => {
      await this.allowed;
      const track = this.microphones[this.opened];
      if (!track) throw new DOMException('there is none', 'NotFoundError');
      this.opened += 1;
      return streamOf(track);
    },
  };

  private readonly fetch = (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = String(address);
    this.fetched.push({ method: init.method ?? 'GET', url, keepalive: init.keepalive === true });
    if (init.method === 'DELETE') return Promise.resolve(new Response(null));
    if (url === '/api/execute-python-tool') return Promise.resolve(new Response(this.toolAnswer));
    if (url !== '/api/session') return this.answerOffer();
    this.onSessionAsked();
    if (this.session !== null) return Promise.resolve(Response.json(this.session));
    return new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => {
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  };
}
