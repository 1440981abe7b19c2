import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings } from './env';

const names = [...readFileSync('src/server/env.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)].map(
  ([, name]) => name,
);

it('counts an empty variable as one that is not set', () => {
  const empty = Object.fromEntries(names.map((name) => [name, '']));

  expect(Object.keys(empty).length).toBeGreaterThan(5);
  expect(readSettings(empty)).toEqual(readSettings({}));
});
