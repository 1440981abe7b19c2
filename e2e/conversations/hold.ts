import { Caller } from './caller';
import type { Database } from './database';
import { faultsOf } from './faults';
import type { Change, Happened, Turn } from './happened';
import type { LineTo } from './line';
import { personaOf } from './persona';
import type { Conversation } from './read';

/** What a conversation is held against, and how. */
export interface Stage {
  toolserverUrl: string;
  database: Database;
  line: LineTo;
  isSpoken: boolean;
  seed: number;
}

/** How a conversation went, and what was said. */
export interface Held {
  faults: string[];
  transcript: readonly string[];
}

/** Holds one conversation in a restored database. */
export async function hold(conversation: Conversation, stage: Stage): Promise<Held> {
  await stage.database.restore();
  const caller = new Caller(conversation.scenario, stage.toolserverUrl, stage.isSpoken);
  try {
    await caller.call(stage.line);
    const looks = await converse(conversation, caller, stage);
    return {
      faults: faultsOf(conversation, await happened(caller, stage.database, looks)),
      transcript: caller.transcript,
    };
  } catch (error) {
    return { faults: [...caller.errors, String(error)], transcript: caller.transcript };
  } finally {
    caller.hangUp();
  }
}

/** Until the caller hangs up; what the database had after each turn at which the file looks at it. */
async function converse(conversation: Conversation, caller: Caller, stage: Stage): Promise<Map<number, Change[]>> {
  const persona = personaOf(conversation, stage.seed);
  const looks = new Map<number, Change[]>();
  for (;;) {
    const next = persona(caller.turns, await caller.steps());
    if (next === 'hangs up') return looks;
    await caller.say(next.say);
    const turn = caller.turns.length - 1;
    if (conversation.lines?.[turn - 1]?.then?.rows !== undefined) looks.set(turn, await stage.database.changes());
  }
}

async function happened(caller: Caller, database: Database, looks: ReadonlyMap<number, Change[]>): Promise<Happened> {
  const turns = caller.turns.map((turn, at): Turn => {
    const changes = looks.get(at);
    return changes === undefined ? turn : { ...turn, changes };
  });
  return { turns, steps: await caller.steps(), changes: await database.changes(), errors: caller.errors };
}
