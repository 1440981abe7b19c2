/** Everything a VoiceSession tells the page: the transcript, the event log and the status are folds over these. */
export type SessionStatus = 'idle' | 'connecting' | 'connected' | 'dropped' | 'ended' | 'failed';
/** `lost`: there was one, and it ended during the call. */
export type MicrophoneState = 'off' | 'on' | 'muted' | 'unavailable' | 'lost';
export type Speaker = 'user' | 'assistant';
/** `asked`: nothing was done yet, as the caller has to say yes first. */
export type ToolOutcome = 'succeeded' | 'asked' | 'failed' | 'refused';

/** A protocol event as it was on the wire; only its type is known here. */
export type WireEvent = { type: string } & Record<string, unknown>;

type Body =
  | { type: 'session.changed'; status: SessionStatus; message: string | null }
  | { type: 'microphone.changed'; microphone: MicrophoneState }
  | { type: 'agent.changed'; agent: string }
  | { type: 'handoff.made'; from: string; to: string; rationale: string | null }
  | { type: 'transcript.started'; itemId: string; role: Speaker; agent: string }
  | { type: 'transcript.extended'; itemId: string; delta: string }
  | { type: 'transcript.completed'; itemId: string; role: Speaker; text: string; agent: string }
  | { type: 'transcript.interrupted'; itemId: string }
  | { type: 'transcript.failed'; itemId: string }
  | { type: 'tool.called'; callId: string; tool: string; title?: string; arguments: unknown; agent: string }
  | { type: 'tool.finished'; callId: string; outcome: ToolOutcome; answer: unknown; tookMs: number }
  | { type: 'tool.missing'; agent: string; tool: string; note: string }
  | { type: 'speech.changed'; role: Speaker; speaking: boolean }
  | { type: 'wire.seen'; direction: 'client' | 'server'; event: WireEvent };

/** `at` is milliseconds since the epoch. */
export type SessionEvent = Body & { at: number };

/** The session outside React: a click calls a method, components subscribe to what it emits. */
export interface VoiceSession {
  start(choice: { scenario: string; agent: string | null }): Promise<void>;
  stop(): void;
  say(text: string): void;
  interrupt(): void;
  setMuted(isMuted: boolean): void;
  /** Push-to-talk: turn detection is off, a turn lasts from `true` to `false`. */
  setPushToTalk(isPushToTalk: boolean): void;
  talk(isTalking: boolean): void;
  subscribe(listener: (event: SessionEvent) => void): () => void;
}
