import { describe, expect, test } from 'vitest';
import { scenarios } from '@/app/agentConfigs';
import { faultsOf } from './faults';
import type { Call, Happened } from './happened';
import { imagined } from './imagined';
import { readConversation } from './read';

const FILE = `
title: someone pays a bill
caller:
  facts: { account: '4821' }
  goal: pay
  manner: plain
turns:
  - say: pay my bill
    then:
      heard: [{ money: 50.25 }]
      not_heard: [paid]
      rows: []
  - 'yes'
afterwards:
  calls:
    - tool: look_up
      arguments: { account: '{account}' }
    - tool: pay
      outcome: asked
    - tool: pay
      arguments: { amount: { one_of: ['50.25', 50.25] }, note: { like: 'bill*' } }
    - handoff: closing
  others: reads
  must_not_happen:
    - tool: close_account
  rows:
    - { table: payments, where: { id: { like: P-*, as: payment }, cents: 5025 } }
    - { table: reminders, where: { account: '{account}' }, gone: true }
    - { table: sessions, where: { customer_id: { any: true } } }
  heard:
    - code: '{payment}'
  not_heard:
    - Smith
  limits: { turns: 2, repeated_questions: 0 }
`;

const conversation = readConversation('bank/pays', scenarios[0], FILE);
const good = imagined(conversation);
const CALL: Call = { tool: 'look_up', arguments: {}, outcome: 'succeeded', code: null, effect: 'read' };

/** The good conversation with one more thing said at the end. */
function saying(words: string): Happened {
  const [greeting, first, last] = good.turns;
  if (greeting === undefined || first === undefined || last === undefined) throw new Error('three turns');
  return { ...good, turns: [greeting, first, { ...last, answers: [...last.answers, words] }] };
}

function withCall(at: number, change: Partial<Call>): Happened {
  return { ...good, steps: good.steps.map((step, place) => (place === at ? { ...CALL, ...step, ...change } : step)) };
}

function withStep(at: number, call: Partial<Call>): Happened {
  return { ...good, steps: good.steps.toSpliced(at, 0, { ...CALL, ...call }) };
}

function withTurn(at: number, change: Partial<Happened['turns'][number]>): Happened {
  return { ...good, turns: good.turns.map((turn, place) => (place === at ? { ...turn, ...change } : turn)) };
}

test('a conversation that went as its file says has no faults', () => {
  expect(faultsOf(conversation, good)).toEqual([]);
});

describe('each fault is found, and alone', () => {
  const cases: readonly (readonly [string, Happened, RegExp])[] = [
    ['a missing call', { ...good, steps: good.steps.toSpliced(0, 1) }, /^did not happen: look_up/],
    ['a missing handoff', { ...good, steps: good.steps.slice(0, 3) }, /^did not happen: handoff to closing/],
    ['a forbidden call', withStep(1, { tool: 'close_account' }), /^must not happen: close_account/],
    ['a call that nobody asked for', withStep(1, { tool: 'lend', effect: 'write' }), /^nobody asked for lend/],
    ['a value that was not heard', withTurn(2, { answers: ['All right.'] }), /^not heard: .*P--/],
    ['a value heard too late', withTurn(1, { answers: ['All right.'] }), /^after "pay my bill": not heard: .*50.25/],
    ['a value heard too early', withTurn(1, { answers: ['$50.25 are paid'] }), /^after "pay my bill": must not be/],
    ['a value that must not be heard', saying('Mrs. Smith says hello'), /^must not be heard: Smith/],
    ['a missing row', { ...good, changes: good.changes.slice(0, 2) }, /^new in sessions .*: 1 wanted, 0 found/],
    [
      'a row too many',
      { ...good, changes: [...good.changes, ...good.changes.slice(0, 1)] },
      /^new in payments .*: 1 wanted, 2 found/,
    ],
    [
      'a row that nobody asked for',
      { ...good, changes: [...good.changes, { table: 'loans', gone: false, row: {} }] },
      /^nobody asked for a row in loans/,
    ],
    [
      'a row written too early',
      withTurn(1, { changes: good.changes.slice(0, 1) }),
      /^after "pay my bill": nobody asked for a row in payments/,
    ],
    ['a silent turn', withTurn(0, { answers: [] }), /^1 turns were not answered/],
    ['a turn too many', { ...good, turns: [...good.turns, { said: 'hm', answers: ['Hm.'] }] }, /^3 turns, at most 2/],
    ['a question asked again', saying('Sure? Well. Sure?'), /^asked again: Sure\?/],
    ['an error of the session', { ...good, errors: ['the session complained'] }, /^the session complained/],
  ];

  test.each(cases)('%s', (_, happened, fault) => {
    const faults = faultsOf(conversation, happened);

    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });
});

describe('a call that is not as wanted did not happen, and was not asked for', () => {
  const cases: readonly (readonly [string, Happened])[] = [
    ['another argument', withCall(2, { arguments: { amount: '50.26', note: 'bill' }, effect: 'write' })],
    ['another pattern', withCall(2, { arguments: { amount: '50.25', note: 'my bill' }, effect: 'write' })],
    ['a missing argument', withCall(2, { arguments: { amount: '50.25' }, effect: 'write' })],
    ['another outcome', withCall(1, { outcome: 'refused', effect: 'write' })],
    ['another code', withCall(2, { outcome: 'failed', code: 'too_much', effect: 'write' })],
  ];

  test.each(cases)('%s', (_, happened) => {
    const faults = faultsOf(conversation, happened).join('\n');

    expect(faults).toMatch(/did not happen: pay|not in its place: pay/);
    expect(faults).toMatch(/nobody asked for pay/);
  });

  test('another order', () => {
    const [first, second, ...rest] = good.steps;
    const steps = [second, first, ...rest].filter((step) => step !== undefined);

    expect(faultsOf(conversation, { ...good, steps }).join('\n')).toContain('not in its place: pay');
  });
});

test('calls that only read may happen besides where the file allows them', () => {
  expect(faultsOf(conversation, withStep(2, { tool: 'look_up_more' }))).toEqual([]);
});

test('a forbidden call that was refused did not happen', () => {
  expect(faultsOf(conversation, withStep(2, { tool: 'close_account', outcome: 'refused' }))).toEqual([]);
});

test('in any order, each wanted call gets one of its own', () => {
  const calls = "[{ tool: a }, { tool: a, arguments: { x: '1' } }]";
  const text = `title: t\ncaller: { goal: g, manner: m }\nturns: [hello]\nafterwards: { calls: ${calls}, order: any }`;
  const anyhow = readConversation('bank/anyhow', scenarios[0], text);
  const [exact, other] = [{ x: '1' }, { x: '2' }].map((given) => ({ ...CALL, tool: 'a', arguments: given }));
  const happened = (steps: (Call | undefined)[]): Happened => ({
    ...imagined(anyhow),
    steps: steps.filter((step) => step !== undefined),
  });

  expect(faultsOf(anyhow, happened([exact, other]))).toEqual([]);
  expect(faultsOf(anyhow, happened([other, exact]))).toEqual([]);
  expect(faultsOf(anyhow, happened([other, other]))).not.toEqual([]);
});
