/** Everything that is known of one conversation after it was held. */
export interface Happened {
  /** The first is the greeting, before which nothing was said. */
  turns: readonly Turn[];
  /** In their order. */
  steps: readonly Step[];
  changes: readonly Change[];
  /** What the session itself complained of. */
  errors: readonly string[];
}

export interface Turn {
  said: string;
  answers: readonly string[];
  /** What the database had then, where it was looked at. */
  changes?: readonly Change[];
}

/** `refused` was not run at all; `asked` waits for the caller's yes. */
export type CallOutcome = 'succeeded' | 'failed' | 'asked' | 'refused';

export interface Call {
  tool: string;
  arguments: Readonly<Record<string, unknown>>;
  outcome: CallOutcome;
  code: string | null;
  effect: 'read' | 'write';
}

export type Step = Call | { handoff: string };

/** A row that came, or whose values did; or one that is gone. */
export interface Change {
  table: string;
  gone: boolean;
  row: Readonly<Record<string, unknown>>;
}

/** All that the agents said in these turns. */
export function answersOf(turns: readonly Turn[]): string[] {
  return turns.flatMap((turn) => turn.answers);
}
