import type { Scenario } from '@/app/agentConfigs/types';

/** What the customer says ('' is a turn without words), and what must follow before the next line. */
export interface Line {
  say: string;
  /** What the agents say in answer, in this order. */
  hears: readonly RegExp[];
  /** The whole effect in the database so far. */
  leaves?: readonly string[];
}

/** One conversation, described as data; whatever it does not name must not happen. */
export interface Conversation {
  title: string;
  scenario: Scenario;
  lines: readonly Line[];
  /** Every call with its outcome and every handoff, in their order. */
  happens: readonly string[];
  /** What the database has at the end that it did not have at the beginning. */
  leaves: readonly string[];
}
