import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { scenarios } from '@/app/agentConfigs';
import { readConversation, readConversations } from './read';

const FILE = {
  title: 'title: t',
  caller: "caller: { facts: { phone: '555' }, goal: g, manner: m }",
  turns: "turns: ['my number is {phone}']",
  afterwards: 'afterwards: { calls: [{ handoff: sales }] }',
};

function read(changes: Record<string, string> = {}): unknown {
  return readConversation('k/f', scenarios[0], Object.values({ ...FILE, ...changes }).join('\n'));
}

function folder(key: string, ...texts: string[]): string {
  const root = mkdtempSync(path.join(tmpdir(), 'frontdesk-read-'));
  mkdirSync(path.join(root, key));
  texts.forEach((text, at) => {
    writeFileSync(path.join(root, key, `${at}.yaml`), text);
  });
  return root;
}

test("the caller's facts stand in what is said", () => {
  expect(read()).toMatchObject({ lines: [{ say: 'my number is 555' }] });
});

test('a folder that is no scenario stops the run', () => {
  expect(() => readConversations(folder('nowhere'))).toThrow('there is no scenario');
});

test.each(['browser', 'spoken'])('only one file of a scenario is marked %s', (mark) => {
  const text = [...Object.values(FILE), `${mark}: true`].join('\n');

  expect(() => readConversations(folder('customerServiceRetail', text, text))).toThrow(`marked "${mark}"`);
});

describe('a file that cannot be meant is refused', () => {
  const cases: readonly (readonly [string, Record<string, string>])[] = [
    ['an unknown key', { more: 'mood: good' }],
    ['neither turns nor rules', { turns: '' }],
    ['both turns and rules', { rules: 'rules: [{ when: start, say: hello }]' }],
    ['a fact that nobody has', { turns: "turns: ['{fax}']" }],
    ['a pattern that is none', { turns: 'rules: [{ when: { hears: "(" }, say: hello }]' }],
    ['an unknown agent', { adds: 'adds: { nobody: [book] }' }],
    ['a misspelt value', { afterwards: 'afterwards: { heard: [{ mony: 3 }] }' }],
    ['a date that is none', { afterwards: 'afterwards: { heard: [{ date: soon }] }' }],
  ];

  test.each(cases)('%s', (_, changes) => {
    expect(() => read(changes)).toThrow('k/f');
  });
});
