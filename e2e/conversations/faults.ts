import { callFaults } from './call-faults';
import type { Afterwards, HeardValue } from './format';
import { answersOf, type Happened, type Turn } from './happened';
import type { Conversation, Line } from './read';
import { rowFaults } from './row-faults';
import { isHeard, shown } from './spoken-values';
import { filled, type Names } from './wanted';

/** All that is wrong with a conversation, in sentences; nothing where it went as its file says. */
export function faultsOf({ file, lines }: Conversation, happened: Happened, today = new Date()): string[] {
  const { afterwards } = file;
  const rows = rowFaults(afterwards.rows, happened.changes, file.caller.facts);
  const faults = [
    ...happened.errors,
    ...(lines ?? []).flatMap((line, at) => lineFaults(line, happened.turns[at + 1], file.caller.facts, today)),
    ...callFaults(afterwards, happened.steps, rows.names),
    ...rows.faults,
    ...heardFaults(afterwards, answersOf(happened.turns), rows.names, today),
    ...limitFaults(afterwards.limits, happened.turns),
  ];
  return faults.map((fault) => filled(fault, rows.names));
}

function lineFaults({ say, then }: Line, turn: Turn | undefined, names: Names, today: Date): string[] {
  if (turn === undefined) return [`"${say}" was never said`];
  if (then === undefined) return [];
  const rows = then.rows === undefined ? [] : rowFaults(then.rows, turn.changes ?? [], names).faults;
  return [...heardFaults(then, turn.answers, names, today), ...rows].map((fault) => `after "${turn.said}": ${fault}`);
}

type Ears = Pick<Afterwards, 'heard' | 'not_heard'>;

/** A value counts only where one answer has all of it. */
function heardFaults({ heard, not_heard }: Ears, answers: readonly string[], names: Names, today: Date): string[] {
  const isSaid = (value: HeardValue): boolean => answers.some((answer) => isHeard(value, answer, names, today));
  return [
    ...heard.filter((value) => !isSaid(value)).map((value) => `not heard: ${shown(value, names)}`),
    ...not_heard.filter(isSaid).map((value) => `must not be heard: ${shown(value, names)}`),
  ];
}

function limitFaults({ turns, repeated_questions, unanswered }: Afterwards['limits'], held: readonly Turn[]): string[] {
  const said = held.length - 1;
  const repeated = repeatedQuestions(answersOf(held));
  const silent = held.filter(({ answers }) => !answers.some((answer) => /\w/.test(answer))).length;
  return [
    ...(said > turns ? [`${said} turns, at most ${turns} allowed`] : []),
    ...(repeated.length > (repeated_questions ?? Infinity) ? [`asked again: ${repeated.join(' ')}`] : []),
    ...(silent > unanswered ? [`${silent} turns were not answered`] : []),
  ];
}

function repeatedQuestions(answers: readonly string[]): string[] {
  const questions = answers.flatMap((answer) => answer.match(/[^.?!]+\?/g) ?? []).map((question) => question.trim());
  return questions.filter((question, at) => questions.indexOf(question) < at);
}
