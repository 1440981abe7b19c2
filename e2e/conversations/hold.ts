import { Caller } from './caller';
import { converse } from './converse';
import type { Database } from './database';
import { faultsOf } from './faults';
import type { LineTo } from './line';
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
    const happened = await converse(conversation, caller, stage.database, stage.seed);
    return { faults: faultsOf(conversation, happened), transcript: caller.transcript };
  } catch (error) {
    return { faults: [...caller.errors, String(error)], transcript: caller.transcript };
  } finally {
    caller.hangUp();
  }
}
