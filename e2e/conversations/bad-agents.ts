import type { Change, Happened, Step, Turn } from './happened';
import { imagined, imaginedStep, spoken } from './imagined';
import type { Conversation } from './read';

/** An agent that must not pass: what it makes of a conversation, or null where it cannot go wrong in this way. */
export type BadAgent = (conversation: Conversation) => Happened | null;

/** By what each of them does. */
export const badAgents: Readonly<Record<string, BadAgent>> = {
  'says nothing': (conversation) => ({ ...idle(conversation), turns: answering(conversation, () => []) }),
  'agrees and does nothing': idle,
  'claims all and calls nothing': (conversation) => ({ ...imagined(conversation), steps: [], changes: [] }),
  'claims all, and only calls': unlessSame((good) => ({ ...good, changes: [] })),
  'does all and tells nothing': unlessSame((good, conversation) => ({
    ...good,
    turns: answering(conversation, ({ answers }) => answers.slice(0, 1)),
  })),
  'leaves out a call': unlessSame((good) => ({ ...good, steps: good.steps.slice(1) })),
  'calls in another order': inAnotherOrder,
  'calls with other arguments': (conversation) => {
    const { steps, ...good } = imagined(conversation);
    const isSpoilt = conversation.file.afterwards.calls.some(
      (wanted) => 'tool' in wanted && Object.values(wanted.arguments).some((value) => !isFree(value)),
    );
    return isSpoilt ? { ...good, steps: steps.map(withOtherArguments) } : null;
  },
  'is refused what it calls': unlessSame((good) => ({ ...good, steps: good.steps.map(refused) })),
  'calls something else too': (conversation) => {
    if (conversation.file.afterwards.others === 'any') return null;
    return withStep(conversation, { tool: 'erase', arguments: {}, outcome: 'succeeded', code: null, effect: 'write' });
  },
  'does what must not happen': (conversation) => {
    const [first] = conversation.file.afterwards.must_not_happen;
    return first === undefined ? null : withStep(conversation, imaginedStep(first, conversation.file.caller.facts));
  },
  'writes something else too': (conversation) => {
    const good = imagined(conversation);
    const change: Change = { table: 'somewhere_else', gone: false, row: { id: 1 } };
    return { ...good, changes: [...good.changes, change] };
  },
  'says what must not be heard': (conversation) => {
    const { afterwards, caller } = conversation.file;
    const [first] = afterwards.not_heard;
    return first === undefined ? null : saying(conversation, spoken(first, caller.facts, new Date()));
  },
  'says too early what must not be heard': sayingTooEarly,
  'goes on and on': (conversation) => {
    const good = imagined(conversation);
    const more = Array.from({ length: conversation.file.afterwards.limits.turns + 1 }, (): Turn => ({
      said: 'hm',
      answers: ['And?'],
    }));
    return { ...good, turns: [...good.turns, ...more] };
  },
  'asks again and again': (conversation) => {
    const { repeated_questions: most } = conversation.file.afterwards.limits;
    return most === undefined ? null : saying(conversation, 'Is that so? '.repeat(most + 2));
  },
};

function idle(conversation: Conversation): Happened {
  return { turns: answering(conversation, () => ['All right.']), steps: [], changes: [], errors: [] };
}

function answering(conversation: Conversation, answers: (turn: Turn) => readonly string[]): Turn[] {
  return imagined(conversation).turns.map((turn) => ({ ...turn, answers: answers(turn) }));
}

/** Null where the file asks for nothing that this spoils. */
function unlessSame(spoil: (good: Happened, conversation: Conversation) => Happened): BadAgent {
  return (conversation) => {
    const good = imagined(conversation);
    const bad = spoil(good, conversation);
    return JSON.stringify(bad) === JSON.stringify(good) ? null : bad;
  };
}

function inAnotherOrder(conversation: Conversation): Happened | null {
  const good = imagined(conversation);
  const steps = [...good.steps].reverse();
  const isSame = JSON.stringify(steps) === JSON.stringify(good.steps);
  return isSame || conversation.file.afterwards.order === 'any' ? null : { ...good, steps };
}

function withOtherArguments(step: Step): Step {
  if ('handoff' in step) return step;
  const others = Object.keys(step.arguments).map((name) => [name, { not: 'this' }]);
  return { ...step, arguments: Object.fromEntries(others) as Record<string, unknown> };
}

/** Nearly anything fits it. */
function isFree(wanted: unknown): boolean {
  const { any, like } = Object(wanted) as { any?: unknown; like?: unknown };
  return any === true || like === '*';
}

function refused(step: Step): Step {
  return 'handoff' in step ? step : { ...step, outcome: 'refused', code: 'verification_required' };
}

function withStep(conversation: Conversation, step: Step): Happened {
  const good = imagined(conversation);
  return { ...good, steps: [...good.steps, step] };
}

function saying(conversation: Conversation, words: string): Happened {
  const good = imagined(conversation);
  const last = good.turns.length - 1;
  return {
    ...good,
    turns: good.turns.map((turn, at) => (at < last ? turn : { ...turn, answers: [...turn.answers, words] })),
  };
}

function sayingTooEarly(conversation: Conversation): Happened | null {
  const lines = conversation.lines ?? [];
  const early = lines.findIndex(({ then }) => (then?.not_heard.length ?? 0) > 0);
  const [first] = lines[early]?.then?.not_heard ?? [];
  if (first === undefined) return null;
  const words = spoken(first, conversation.file.caller.facts, new Date());
  const good = imagined(conversation);
  return {
    ...good,
    turns: good.turns.map((turn, at) => (at === early + 1 ? { ...turn, answers: [...turn.answers, words] } : turn)),
  };
}
