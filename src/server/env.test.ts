import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSettings } from './env';

const source = readFileSync('src/server/env.ts', 'utf8');

it('counts an empty variable as one that is not set', () => {
  const empty: Record<string, string> = {};
  for (const [, name] of source.matchAll(/^ {2}([A-Z][A-Z0-9_]+): /gm)) if (name) empty[name] = '';

  expect(Object.keys(empty).length).toBeGreaterThan(5);
  expect(readSettings(empty)).toEqual(readSettings({}));
});
