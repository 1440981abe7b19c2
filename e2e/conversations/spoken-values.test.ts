import { describe, expect, test } from 'vitest';
import { heardValue } from './format';
import { isHeard } from './spoken-values';

const TODAY = new Date('2027-03-12T10:00:00Z');

const SAID: readonly (readonly [unknown, string])[] = [
  [{ money: 360 }, 'That is $360.'],
  [{ money: 360 }, 'That is $360.00, please.'],
  [{ money: 360 }, '360 dollars'],
  [{ money: 360 }, 'three hundred and sixty dollars'],
  [{ money: 360 }, 'Three hundred sixty dollars.'],
  [{ money: 1250 }, 'a balance of $1,250'],
  [{ money: 1250 }, 'one thousand two hundred and fifty dollars'],
  [{ money: 1_000_000 }, 'one million dollars'],
  [{ money: 50.25 }, '$50.25'],
  [{ money: 50.25 }, 'fifty dollars and twenty-five cents'],
  [{ money: 1250.05 }, 'twelve hundred fifty dollars and five cents'],
  [{ money: 50, currency: 'EUR' }, 'fifty euros'],
  [{ date: '2027-11-14' }, 'on November 14th'],
  [{ date: '2027-11-14' }, 'the fourteenth of November'],
  [{ date: '2027-11-14' }, 'November fourteenth, twenty twenty seven'],
  [{ date: '2027-11-14' }, 'Sunday, Nov. 14, 2027'],
  [{ date: '2027-11-14' }, '11/14/2027'],
  [{ date: '2027-11-14' }, '2027-11-14'],
  [{ date: '1988-03-14' }, 'March fourteenth, nineteen eighty-eight'],
  [{ date: '2027-11-21' }, 'November twenty-first'],
  [{ date: '-9 days' }, 'it came on March 3rd'],
  [{ date: 'today' }, 'the twelfth of March'],
  [{ number: 3 }, 'I see three orders'],
  [{ number: 30, unit: 'days' }, 'within thirty days'],
  [{ number: 2, unit: 'boards' }, 'two new boards'],
  [{ number: 4.5 }, 'at 4.5 percent'],
  [{ code: '2061351246' }, 'I have 2 0 6, 1 3 5, 1 2 4 6.'],
  [{ code: '(206) 135-1246' }, 'two zero six, one three five, one two four six'],
  [{ code: '4806' }, 'four eight oh six'],
  [{ code: 'RMA-12B' }, 'the number is R M A 1 2 B.'],
  [{ code: 'RMA-12' }, 'R M A dash one two'],
  ['Park & Pipe', 'the park and pipe board'],
  ["Alex O'Neill", 'thank you, Alex O’Neill!'],
  ['Mountain One', 'Mountain One is open'],
  [{ any_of: ['a month', { number: 30, unit: 'days' }] }, 'within a month'],
];

const NOT_SAID: readonly (readonly [unknown, string])[] = [
  [{ money: 360 }, '$3,600'],
  [{ money: 360 }, '$1360'],
  [{ money: 360 }, '$360.50'],
  [{ money: 360 }, 'three hundred and sixty-five dollars'],
  [{ money: 360 }, '360 dollars and 20 cents'],
  [{ money: 360 }, '360 boards'],
  [{ money: 50.25 }, 'fifty dollars and twenty cents'],
  [{ money: 50, currency: 'EUR' }, 'fifty dollars'],
  [{ date: '2027-11-14' }, 'November 14, 2026'],
  [{ date: '2027-11-14' }, 'November 140'],
  [{ date: '2027-11-14' }, 'November 4th'],
  [{ number: 3 }, '30 orders, or $3'],
  [{ number: 3, unit: 'orders' }, 'three boards'],
  [{ code: '4821' }, '4 8 1 2'],
  [{ code: '4821' }, '1 4 8 2 1 3'],
  [{ code: '4821' }, '48213'],
  ['Alex', 'Alexandra'],
];

describe('a value is heard however it is spoken', () => {
  test.each(SAID)('%j in "%s"', (value, said) => {
    expect(isHeard(heardValue.parse(value), said, {}, TODAY)).toBe(true);
  });
});

describe('another value is not taken for it', () => {
  test.each(NOT_SAID)('%j in "%s"', (value, said) => {
    expect(isHeard(heardValue.parse(value), said, {}, TODAY)).toBe(false);
  });
});
