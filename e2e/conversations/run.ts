import { isDeepStrictEqual } from 'node:util';
import { Caller } from './caller';
import type { Conversation, Line } from './conversation';
import { conversations } from './conversations';
import { Database } from './database';
import { startPrograms, type Programs } from './programs';

const ASKED = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
const SPOKEN = process.argv.includes('--spoken');

/** What a conversation is held against. */
interface Stage {
  programs: Programs;
  database: Database;
}

/** Holds each conversation whose title has the words asked for, typed or `--spoken`, against the real programs. */
async function main(): Promise<void> {
  const programs = await startPrograms();
  const asked = conversations.filter(({ title }) => title.includes(ASKED));
  let failed = 0;
  try {
    const database = await Database.keep(programs.databaseFile);
    for (const conversation of asked) {
      await database.restore();
      const faults = await hold(conversation, { programs, database });
      if (faults.length > 0) failed += 1;
    }
  } finally {
    await programs.stop();
  }
  write(`${asked.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && asked.length > 0 ? 0 : 1;
}

async function hold(conversation: Conversation, { programs, database }: Stage): Promise<string[]> {
  const caller = new Caller(conversation.scenario, SPOKEN);
  const faults: string[] = [];
  try {
    await caller.call(programs);
    for (const line of conversation.lines) {
      faults.push(...faultsOfAnswer(line, await caller.say(line.say)));
      if (line.leaves !== undefined)
        faults.push(...difference(`after "${line.say}"`, line.leaves, await database.effects()));
    }
    faults.push(...difference('what happened', conversation.happens, caller.happened));
    faults.push(...difference('what is left', conversation.leaves, await database.effects()));
  } catch (error) {
    faults.push(String(error));
  } finally {
    caller.hangUp();
  }
  report(conversation, caller, faults);
  return faults;
}

function faultsOfAnswer({ say, hears }: Line, answer: string): string[] {
  let rest = answer;
  for (const words of hears) {
    const found = words.exec(rest);
    if (found === null) return [`"${say}" was not answered with ${words}`];
    rest = rest.slice(found.index + found[0].length);
  }
  return [];
}

function difference(what: string, expected: readonly string[], found: readonly string[]): string[] {
  if (isDeepStrictEqual([...expected], [...found])) return [];
  return [`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`];
}

/** The transcript of a conversation that failed, or that was asked for by its title. */
function report({ title }: Conversation, caller: Caller, faults: readonly string[]): void {
  write(`${faults.length === 0 ? 'passed' : 'FAILED'}: ${title}`);
  if (faults.length === 0 && ASKED === '') return;
  for (const line of caller.transcript) write(`  ${line}`);
  for (const fault of faults) write(`  FAULT: ${fault}`);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
