import { describe, expect, test } from 'vitest';
import { badAgents } from './bad-agents';
import { faultsOf } from './faults';
import { imagined } from './imagined';
import { readConversations } from './read';

const ALWAYS = [
  'says nothing',
  'agrees and does nothing',
  'claims all and calls nothing',
  'leaves out a call',
  'writes something else too',
  'goes on and on',
];

describe.each(readConversations().map((conversation) => [conversation.id, conversation] as const))('%s', (_, held) => {
  test('passes an agent that does as the file says', () => {
    expect(faultsOf(held, imagined(held))).toEqual([]);
  });

  test.each(Object.entries(badAgents))('rejects an agent that %s', (name, agent) => {
    const happened = agent(held);

    if (happened === null) expect(ALWAYS).not.toContain(name);
    else expect(faultsOf(held, happened)).not.toEqual([]);
  });
});
