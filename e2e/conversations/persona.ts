import type { Rule } from './format';
import type { Step, Turn } from './happened';
import type { Conversation } from './read';
import { filled } from './wanted';

/** What the caller does next: say something, or hang up. */
export type Next = { say: string } | 'hangs up';

/** How someone on the line goes on, after these turns and steps. */
export type Persona = (turns: readonly Turn[], steps: readonly Step[]) => Next;

/** The caller of a file; the seed chooses among the wordings that its rules offer. */
export function personaOf({ file, lines }: Conversation, seed: number): Persona {
  if (lines !== undefined) return (turns) => lines[turns.length - 1] ?? 'hangs up';
  const rules = file.rules ?? [];
  const random = randomOf(seed);
  return (turns, steps) => {
    // One turn beyond the limit, so that the limit is seen to be passed.
    if (turns.length - 1 > file.afterwards.limits.turns) return 'hangs up';
    const rule = rules.find(({ when }) => applies(when, turns, steps));
    if (rule === undefined || 'hang_up' in rule) return 'hangs up';
    const wordings = [rule.say].flat();
    return { say: filled(wordings[Math.floor(random() * wordings.length)] ?? '', file.caller.facts) };
  };
}

function applies(when: Rule['when'], turns: readonly Turn[], steps: readonly Step[]): boolean {
  if (when === 'otherwise') return true;
  if (when === 'start') return turns.length === 1;
  if ('called' in when)
    return steps.some((step) => 'tool' in step && step.tool === when.called && step.outcome === when.outcome);
  return new RegExp(when.hears, 'i').test(turns.at(-1)?.answers.join(' ') ?? '');
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
