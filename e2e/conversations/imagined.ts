import type { Fact, HeardValue, WantedRow, WantedStep } from './format';
import type { Change, Happened, Step, Turn } from './happened';
import type { Conversation } from './read';
import { dayOf } from './spoken-values';
import { example, filled, named, type Names } from './wanted';

/** A conversation that went exactly as its file says, without any agent: the tests spoil it. */
export function imagined(conversation: Conversation, today = new Date()): Happened {
  const { afterwards, caller } = conversation.file;
  const { changes, names } = imaginedChanges(afterwards.rows, caller.facts);
  const turns = imaginedTurns(conversation, today);
  const last = turns.length - 1;
  return {
    turns: turns.map((turn, at) => (at < last ? turn : withAnswers(turn, afterwards.heard, names, today))),
    steps: afterwards.calls.map((wanted) => imaginedStep(wanted, names)),
    changes,
    errors: [],
  };
}

/** A step that is as wanted. */
export function imaginedStep(wanted: WantedStep, names: Names): Step {
  if ('handoff' in wanted) return wanted;
  const given = Object.entries(wanted.arguments).map(([name, value]) => [name, example(value, names)]);
  const outcome = wanted.outcome ?? (wanted.code === undefined ? 'succeeded' : 'failed');
  return {
    tool: wanted.tool,
    arguments: Object.fromEntries(given) as Record<string, unknown>,
    outcome: outcome === 'any' ? 'succeeded' : outcome,
    code: wanted.code ?? null,
    effect: 'write',
  };
}

/** Some words that have the value in them. */
export function spoken(value: HeardValue, names: Names, today: Date): string {
  if (typeof value === 'object' && 'any_of' in value)
    return value.any_of.map((each) => say(each, names, today)).join('. ');
  return say(value, names, today);
}

function say(value: Fact, names: Names, today: Date): string {
  if (typeof value === 'string') return filled(value, names);
  if ('money' in value) return `${value.money.toFixed(2)} ${value.currency}`;
  if ('date' in value) return dayOf(value.date, today).toISOString().slice(0, 10);
  if ('number' in value) return `${value.number} ${value.unit ?? ''}`;
  return filled(value.code, names);
}

function imaginedTurns({ file, lines }: Conversation, today: Date): Turn[] {
  const names = file.caller.facts;
  const greeting: Turn = { said: '', answers: ['Hello.'] };
  if (lines === undefined) return [greeting, { said: file.caller.goal, answers: ['All right.'] }];
  const turns = lines.map(({ say: said, then }): Turn => {
    const turn = withAnswers({ said, answers: ['All right.'] }, then?.heard ?? [], names, today);
    return then?.rows === undefined ? turn : { ...turn, changes: imaginedChanges(then.rows, names).changes };
  });
  return [greeting, ...turns];
}

function withAnswers(turn: Turn, heard: readonly HeardValue[], names: Names, today: Date): Turn {
  return { ...turn, answers: [...turn.answers, ...heard.map((value) => spoken(value, names, today))] };
}

function imaginedChanges(rows: readonly WantedRow[], facts: Names): { changes: Change[]; names: Names } {
  let names = facts;
  const changes: Change[] = [];
  for (const { table, where, gone, count } of rows) {
    const fields = Object.entries(where).map(([column, wanted]) => [column, example(wanted, names)]);
    const row = Object.fromEntries(fields) as Record<string, unknown>;
    if (count > 0) names = { ...names, ...named(row, where) };
    changes.push(...Array.from({ length: count }, () => ({ table, gone, row })));
  }
  return { changes, names };
}
