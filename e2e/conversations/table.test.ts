import { expect, test } from 'vitest';
import { isFailure, tableOf, verdictOf, type Result } from './table';

const result = (id: string, change: Partial<Result> = {}): Result => ({
  id,
  way: 'typed',
  verdict: 'passed',
  ...change,
});

test('a mark that is no longer true fails', () => {
  expect(verdictOf(['fault'], true)).toBe('not yet');
  expect(isFailure(result('bank/a', { verdict: verdictOf([], true) }))).toBe(true);
  expect(isFailure(result('bank/a', { verdict: verdictOf(['fault'], true) }))).toBe(false);
  expect(isFailure(result('bank/a', { verdict: verdictOf(['fault'], false) }))).toBe(true);
});

test('the table has a line a scenario and a column a way', () => {
  const results = [
    result('bank/a'),
    result('bank/b', { verdict: 'failed' }),
    result('bank/c', { verdict: 'not yet' }),
    result('bank/a', { way: 'spoken' }),
    result('shop/a', { way: 'browser' }),
  ];

  expect(tableOf(results).map((line) => line.split(/ {2,}/))).toEqual([
    ['', 'typed', 'spoken', 'browser'],
    ['bank', '1 passed, 1 failed, 1 not yet', '1 passed, 0 failed', '-'],
    ['shop', '-', '-', '1 passed, 0 failed'],
  ]);
});
