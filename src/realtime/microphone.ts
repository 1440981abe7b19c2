import type { MicrophoneState } from './session-events';
import type { Emit } from './tool-runner';

// A device that opens and ends at once, again and again, is no microphone.
const MOST_REOPENINGS = 3;

/** Sound that goes out, and how to let go of it. */
interface Source {
  stream: MediaStream;
  release: () => void;
}

/**
 * The microphone of a call, or silence where there is none or it is not allowed: the session needs a track either way.
 * One that ends (unplugged, switched off, permission taken back) is opened again, or named as lost until other devices
 * are there.
 */
export class Microphone {
  private source: Source | undefined;
  private state: MicrophoneState = 'off';
  private isMuted = false;
  private isReleased = false;
  private reopenings = 0;

  /** `send` makes the call send a track instead of the one before. */
  constructor(
    private readonly emit: Emit,
    private readonly send: (track: MediaStreamTrack | undefined) => Promise<void>,
  ) {}

  get stream(): MediaStream | undefined {
    return this.source?.stream;
  }

  /** Opens it; false if it was released meanwhile. */
  async open(): Promise<boolean> {
    const device = await openDevice();
    if (!this.take(device ?? silence())) return false;
    this.become(device === null ? 'unavailable' : 'on');
    return true;
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted;
    if (this.state === 'on') this.become('on');
  }

  release(): void {
    this.isReleased = true;
    this.source?.release();
    this.become('off');
  }

  /** Whether the source is used, in the place of the one before; not where nobody needs one any more. */
  private take(source: Source): boolean {
    if (this.isReleased) {
      source.release();
      return false;
    }
    this.source?.release();
    this.source = source;
    const track = trackOf(source);
    if (track !== undefined) track.onended = this.reopen;
    return true;
  }

  private readonly reopen = (): void => {
    this.reopenings += 1;
    this.replaced().catch(() => {
      this.lose();
    });
  };

  private async replaced(): Promise<void> {
    const device = this.reopenings > MOST_REOPENINGS ? null : await openDevice();
    if (device === null) this.lose();
    if (!this.take(device ?? silence())) return;
    await this.send(trackOf(this.source));
    if (device !== null) this.become('on');
  }

  /** Until other devices are there. */
  private lose(): void {
    if (this.isReleased) return;
    this.become('lost');
    navigator.mediaDevices.ondevicechange = () => {
      navigator.mediaDevices.ondevicechange = null;
      this.reopenings = 0;
      if (!this.isReleased) this.reopen();
    };
  }

  private become(state: MicrophoneState): void {
    this.state = state;
    this.emit({ type: 'microphone.changed', microphone: state === 'on' && this.isMuted ? 'muted' : state });
  }
}

async function openDevice(): Promise<Source | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true },
    });
    return {
      stream,
      release: () => {
        stopTracks(stream);
      },
    };
  } catch {
    return null;
  }
}

function silence(): Source {
  const context = new AudioContext();
  const { stream } = context.createMediaStreamDestination();
  return {
    stream,
    release: () => {
      stopTracks(stream);
      void context.close();
    },
  };
}

function trackOf(source: Source | undefined): MediaStreamTrack | undefined {
  return source?.stream.getAudioTracks()[0];
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
