import type { MicrophoneState, SessionEvent, SessionStatus } from '@/realtime/session-events';
import { eventLogReducer, type EventLogEntry } from './event-log';
import { transcriptReducer, type Transcript } from './transcript';

/** Everything the page shows of a call. */
export interface CallState {
  status: SessionStatus;
  message: string | null;
  microphone: MicrophoneState;
  agent: string | null;
  isAgentSpeaking: boolean;
  isUserSpeaking: boolean;
  transcript: Transcript;
  log: readonly EventLogEntry[];
}

export const NO_CALL: CallState = {
  status: 'idle',
  message: null,
  microphone: 'off',
  agent: null,
  isAgentSpeaking: false,
  isUserSpeaking: false,
  transcript: [],
  log: [],
};

/** Fold one session event into what the page shows. */
export function callReducer(call: CallState, event: SessionEvent): CallState {
  return {
    ...call,
    ...changesOf(event),
    transcript: transcriptReducer(call.transcript, event),
    log: eventLogReducer(call.log, event),
  };
}

function changesOf(event: SessionEvent): Partial<CallState> {
  switch (event.type) {
    case 'session.changed': {
      const silent = { status: event.status, message: event.message, isAgentSpeaking: false, isUserSpeaking: false };
      return event.status === 'connecting' ? { ...silent, agent: null } : silent;
    }
    case 'microphone.changed':
      return { microphone: event.microphone };
    case 'agent.changed':
      return { agent: event.agent };
    case 'speech.changed':
      return event.role === 'user' ? { isUserSpeaking: event.speaking } : { isAgentSpeaking: event.speaking };
    default:
      return {};
  }
}
