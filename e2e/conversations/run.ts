import { Database } from './database';
import { hold, type Held, type Stage } from './hold';
import { lineTo } from './line';
import { isOwnEngine, optionsOf, type Options } from './options';
import { startPrograms } from './programs';
import { readConversations, type Conversation } from './read';
import { isFailure, tableOf, verdictOf, type Result } from './table';

const options = optionsOf(process.argv.slice(2), process.env.OPENAI_API_KEY);

/** Holds the conversations that were asked for, and prints what went wrong and a table. */
async function main(): Promise<void> {
  const asked = readConversations().filter(isAsked);
  if (asked.length === 0) throw new Error(`no conversation has "${options.words}"`);
  const results = await withStage(async (stage) => {
    const all: Result[] = [];
    for (const conversation of asked) all.push(report(conversation, await hold(conversation, stage)));
    return all;
  });
  tableOf(results).forEach(write);
  process.exitCode = results.some(isFailure) ? 1 : 0;
}

function isAsked({ id, file }: Conversation): boolean {
  return `${id} ${file.title}`.includes(options.words);
}

async function withStage<Value>(use: (stage: Stage) => Promise<Value>): Promise<Value> {
  const programs = await startPrograms(isOwnEngine(options), options.toolserverPort);
  try {
    const database = await Database.keep(programs.databaseFile);
    const line = lineTo(options, programs.engineUrl);
    return await use({ ...options, toolserverUrl: programs.toolserverUrl, database, line });
  } finally {
    await programs.stop();
  }
}

/** The transcript of a conversation that failed, or that was asked for. */
function report({ id, file }: Conversation, { faults, transcript }: Held): Result {
  const verdict = verdictOf(faults, isNotYet(file.offline, options));
  const result: Result = { id, way: options.isSpoken ? 'spoken' : 'typed', verdict };
  write(`${isFailure(result) ? verdict.toUpperCase() : verdict}: ${id}: ${file.title}`);
  if (!isFailure(result) && options.words === '') return result;
  for (const line of transcript) write(`  ${line}`);
  for (const fault of faults) write(`  FAULT: ${fault}`);
  return result;
}

/** The marks are about our own engine; any other service either carries a conversation or fails. */
function isNotYet(mark: Conversation['file']['offline'], asked: Options): boolean {
  return isOwnEngine(asked) && (mark === 'not yet' || (mark === 'not yet spoken' && asked.isSpoken));
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
