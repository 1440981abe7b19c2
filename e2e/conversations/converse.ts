import type { Database } from './database';
import type { Change, Happened, Step, Turn } from './happened';
import { personaOf } from './persona';
import type { Conversation } from './read';

/** Someone who has been greeted, by whatever means they talk. */
export interface OnTheLine {
  readonly turns: Turn[];
  readonly errors: readonly string[];
  say: (text: string) => Promise<void>;
  steps: () => Promise<Step[]>;
}

/** Goes on until the caller hangs up, and looks at the database where the file does. */
export async function converse(
  conversation: Conversation,
  caller: OnTheLine,
  database: Database,
  seed: number,
): Promise<Happened> {
  const persona = personaOf(conversation, seed);
  const looks = new Map<number, Change[]>();
  for (;;) {
    const turn = caller.turns.length - 1;
    if (conversation.lines?.[turn - 1]?.then?.rows !== undefined) looks.set(turn, await database.changes());
    const next = persona(caller.turns, await caller.steps());
    if (next === 'hangs up') return happened(caller, await database.changes(), looks);
    await caller.say(next.say);
  }
}

async function happened(caller: OnTheLine, changes: Change[], looks: ReadonlyMap<number, Change[]>): Promise<Happened> {
  const turns = caller.turns.map((turn, at): Turn => {
    const seen = looks.get(at);
    return seen === undefined ? turn : { ...turn, changes: seen };
  });
  return { turns, steps: await caller.steps(), changes, errors: caller.errors };
}
