import type { ConversationMessage, ToolAnswer } from '@/contract/tool-call';
import type { SessionEvent, ToolOutcome } from './session-events';

/** One tool call on its way to the toolserver. */
export interface OutgoingCall {
  callId: string;
  tool: string;
  /** The model's own text, as parsing would change long numbers: a JSON object. */
  arguments: string;
  agent: string;
  /** How long the tool may take. */
  timeoutMs: number;
  conversation: ConversationMessage[];
}

export interface RunAnswer {
  outcome: ToolOutcome;
  answer: ToolAnswer;
  /** The same answer as the model gets it: a JSON text with every digit the toolserver wrote. */
  output: string;
}

/** Has a tool call executed; it always answers, and never throws. */
export type ToolRunner = (call: OutgoingCall) => Promise<RunAnswer>;

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

/** Tells the session's listeners what happened; the time is added there. */
export type Emit = (event: WithoutTime<SessionEvent>) => void;
