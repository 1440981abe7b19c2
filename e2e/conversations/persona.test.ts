import { expect, test } from 'vitest';
import { scenarios } from '@/app/agentConfigs';
import type { Step, Turn } from './happened';
import { personaOf } from './persona';
import { readConversation } from './read';

const RULES = `
title: t
caller: { facts: { phone: '555' }, goal: g, manner: m }
rules:
  - { when: { called: pay }, hang_up: true }
  - { when: start, say: [hello, hi, good morning, good day] }
  - { when: { hears: phone number }, say: '{phone}' }
afterwards: { limits: { turns: 3 } }
`;
const held = readConversation('k/f', scenarios[0], RULES);
const PAID: Step = { tool: 'pay', arguments: {}, outcome: 'succeeded', code: null, effect: 'write' };

function turns(...answers: string[]): Turn[] {
  return answers.map((answer) => ({ said: '', answers: [answer] }));
}

test('the first rule that applies is what the caller says', () => {
  expect(personaOf(held, 1)(turns('Hello.', 'Your Phone Number?'), [])).toEqual({ say: '555' });
});

test('where no rule applies, the caller hangs up', () => {
  expect(personaOf(held, 1)(turns('Hello.', 'And now?'), [])).toBe('hangs up');
});

test('a call that succeeded can be what a rule waits for', () => {
  const asked: Step = { ...PAID, outcome: 'asked' };

  expect(personaOf(held, 1)(turns('Hello.', 'Your phone number?'), [PAID])).toBe('hangs up');
  expect(personaOf(held, 1)(turns('Hello.', 'Your phone number?'), [asked])).toEqual({ say: '555' });
});

test('the same seed chooses the same wording, and others another', () => {
  const openings = Array.from({ length: 20 }, (_, seed) => personaOf(held, seed)(turns('Hello.'), []));
  const again = Array.from({ length: 20 }, (_, seed) => personaOf(held, seed)(turns('Hello.'), []));

  expect(openings).toEqual(again);
  expect(new Set(openings.map((next) => JSON.stringify(next))).size).toBeGreaterThan(1);
});

test('a caller who is asked the same for ever gives up one turn beyond the limit', () => {
  const asked = (count: number): Turn[] => turns('Hello.', ...Array.from({ length: count }, () => 'Phone number?'));

  expect(personaOf(held, 1)(asked(3), [])).toEqual({ say: '555' });
  expect(personaOf(held, 1)(asked(4), [])).toBe('hangs up');
});
