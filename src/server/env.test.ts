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

it.each([
  [{ TOOLSERVER_API_KEY: 'shared' }, 'shared'],
  [{ TOOLSERVER_API_KEY: 'shared', VOICE_ENGINE_API_KEY: 'own' }, 'own'],
  [{ OPENAI_API_KEY: 'sk', VOICE_ENGINE_API_KEY: 'own' }, 'sk'],
])('shows the voice service the key that is made for it: %j', (environment, key) => {
  expect(readSettings(environment).realtimeKey).toBe(key);
});
