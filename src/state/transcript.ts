import type { SessionEvent, SessionStatus, Speaker, ToolOutcome } from '@/realtime/session-events';

export type TranscriptEntry =
  | {
      kind: 'speech';
      id: string;
      role: Speaker;
      agent: string;
      text: string;
      isFinal: boolean;
      isInterrupted: boolean;
      /** No words will come for it: it was not recognised, held none, or the call is over. */
      isNotUnderstood: boolean;
    }
  | {
      kind: 'tool';
      id: string;
      /** Null while only the end of the call is known. */
      tool: string | null;
      /** What the tool is for, in words; null where the manifest does not say. */
      title: string | null;
      arguments: unknown;
      outcome: ToolOutcome | 'running';
      answer: unknown;
      tookMs: number | null;
    }
  | { kind: 'handoff'; id: string; from: string; to: string; rationale: string | null };

export type Transcript = readonly TranscriptEntry[];

/** Keeps the page quick in a call of hours. */
export const MAX_ENTRIES = 500;

/** The whole transcript is a fold over session events, so a recorded session replays exactly. */
export function transcriptReducer(transcript: Transcript, event: SessionEvent): Transcript {
  switch (event.type) {
    case 'session.changed':
      return event.status === 'connecting' ? [] : closed(transcript, event.status);
    case 'handoff.made': {
      const { from, to, rationale, at } = event;
      return add(transcript, { kind: 'handoff', id: `handoff-${at}-${transcript.length}`, from, to, rationale });
    }
    case 'tool.called':
    case 'tool.finished':
      return foldTool(transcript, event);
    default:
      return foldSpeech(transcript, event);
  }
}

/** Each half of a tool call may come first, or twice: the first of each stands. */
function foldTool(transcript: Transcript, event: ToolEvent): Transcript {
  const known = transcript.find((entry) => entry.kind === 'tool' && entry.id === event.callId);
  if (known === undefined) return add(transcript, merged(unknownCall(event.callId), event));
  return transcript.map((entry) => (entry.kind === 'tool' && entry === known ? merged(entry, event) : entry));
}

type Tool = Extract<TranscriptEntry, { kind: 'tool' }>;
type ToolEvent = Extract<SessionEvent, { type: 'tool.called' | 'tool.finished' }>;

function unknownCall(id: string): Tool {
  return { kind: 'tool', id, tool: null, title: null, arguments: null, outcome: 'running', answer: null, tookMs: null };
}

function merged(entry: Tool, event: ToolEvent): Tool {
  if (event.type === 'tool.called') {
    const { tool, title = null } = event;
    return entry.tool === null ? { ...entry, tool, title, arguments: event.arguments } : entry;
  }
  const { outcome, answer, tookMs } = event;
  return entry.outcome === 'running' ? { ...entry, outcome, answer, tookMs } : entry;
}

function foldSpeech(transcript: Transcript, event: SessionEvent): Transcript {
  switch (event.type) {
    case 'transcript.started': {
      if (find(transcript, event.itemId) !== undefined) return transcript;
      return add(transcript, speech(event.itemId, event.role, event.agent));
    }
    case 'transcript.extended':
      return change(transcript, event.itemId, (entry) =>
        entry.isFinal ? entry : { ...entry, text: entry.text + event.delta },
      );
    case 'transcript.completed':
      return completed(transcript, event);
    case 'transcript.failed':
      return change(transcript, event.itemId, notUnderstood);
    case 'transcript.interrupted':
      return change(transcript, event.itemId, (entry) => ({ ...entry, isInterrupted: true }));
    default:
      return transcript;
  }
}

function completed(transcript: Transcript, event: Extract<SessionEvent, { type: 'transcript.completed' }>): Transcript {
  const { itemId, role, agent, text } = event;
  const known = find(transcript, itemId) === undefined ? add(transcript, speech(itemId, role, agent)) : transcript;
  const isNotUnderstood = role === 'user' && text.trim() === '';
  return change(known, itemId, (entry) => ({ ...entry, text, isFinal: true, isNotUnderstood }));
}

type Speech = Extract<TranscriptEntry, { kind: 'speech' }>;

function speech(id: string, role: Speaker, agent: string): Speech {
  return { kind: 'speech', id, role, agent, text: '', isFinal: false, isInterrupted: false, isNotUnderstood: false };
}

function notUnderstood(entry: Speech): Speech {
  return { ...entry, isFinal: true, isNotUnderstood: true };
}

/** After the call nothing is said to its end any more. */
function closed(transcript: Transcript, status: SessionStatus): Transcript {
  if (status === 'connected') return transcript;
  return transcript.map((entry) => {
    if (entry.kind !== 'speech' || entry.isFinal) return entry;
    return entry.role === 'user' ? notUnderstood(entry) : { ...entry, isFinal: true, isInterrupted: true };
  });
}

function find(transcript: Transcript, id: string): TranscriptEntry | undefined {
  return transcript.find((entry) => entry.kind === 'speech' && entry.id === id);
}

function add(transcript: Transcript, entry: TranscriptEntry): Transcript {
  return [...transcript, entry].slice(-MAX_ENTRIES);
}

function change(transcript: Transcript, id: string, changed: (entry: Speech) => Speech): Transcript {
  return transcript.map((entry) => (entry.kind === 'speech' && entry.id === id ? changed(entry) : entry));
}
