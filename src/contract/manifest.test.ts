import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { manifestEntry } from './manifest';
import { entryOf } from './manifest.fake';

const published = z
  .object({ required: z.array(z.string()) })
  .parse(JSON.parse(readFileSync('contracts/manifest.schema.json', 'utf8')));

test('every entry has each key that is read here, says the schema in contracts', () => {
  expect(published.required).toEqual(expect.arrayContaining(Object.keys(manifestEntry.shape)));
});

test.each([
  ['of one scenario', { scenario: 'bank' }, true],
  ['of every scenario', { scenario: null }, true],
  ['that does not say of which scenario it is', { scenario: undefined }, false],
  ['without a title', { title: undefined }, false],
  ['with an empty title', { title: '' }, false],
])('an entry %s can be read: %o', (_name, changes, isRead) => {
  expect(manifestEntry.safeParse({ ...entryOf('get_balance'), ...changes }).success).toBe(isRead);
});
