import { OpenAIRealtimeWebRTC, type RealtimeSession } from '@openai/agents/realtime';
import type { SessionAnswer } from '@/contract/session';
import { buildSession, type SessionParts } from './build-session';
import { proxyRunner } from './proxy-runner';

// What browsers carry whose connection does not tell.
const USUAL_BYTES = 256 * 1024;

/** What one call is made of. */
export interface CallParts extends Pick<SessionParts, 'scenario' | 'agent' | 'emit' | 'onEndAsked'> {
  answer: SessionAnswer;
  stream: MediaStream;
  sound: HTMLAudioElement;
}

/** The SDK's session and its transport, wired but not connected. */
export interface Line {
  session: RealtimeSession;
  transport: OpenAIRealtimeWebRTC;
}

export function buildLine({ stream, sound, ...parts }: CallParts): Line {
  const transport = new OpenAIRealtimeWebRTC({ mediaStream: stream, audioElement: sound });
  const run = proxyRunner(parts.answer.session_id);
  const maxMessageBytes = (): number => transport.connectionState.peerConnection?.sctp?.maxMessageSize ?? USUAL_BYTES;
  return { session: buildSession({ ...parts, transport, modality: 'audio', run, maxMessageBytes }), transport };
}
