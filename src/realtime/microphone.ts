import type { MicrophoneState } from './session-events';

/** The sound that goes out, and how to let go of it. */
export interface Microphone {
  stream: MediaStream;
  state: MicrophoneState;
  release: () => void;
}

/** The microphone, or silence where there is none or it is not allowed: the session needs a track either way. */
export async function openMicrophone(): Promise<Microphone> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true },
    });
    return {
      stream,
      state: 'on',
      release: () => {
        stopTracks(stream);
      },
    };
  } catch {
    return silence();
  }
}

function silence(): Microphone {
  const context = new AudioContext();
  const { stream } = context.createMediaStreamDestination();
  return {
    stream,
    state: 'unavailable',
    release: () => {
      stopTracks(stream);
      void context.close();
    },
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
