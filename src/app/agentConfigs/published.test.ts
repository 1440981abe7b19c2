import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedAgents } from './published';

test('contracts/agents.json is what `npm run agents` would write', () => {
  expect(readFileSync('contracts/agents.json', 'utf8')).toBe(publishedAgents());
});
