import { expect, test } from 'vitest';
import { renderInstructions } from './render';
import type { AgentDefinition, Scenario } from './types';
import { withoutTools } from './without-tools';

const clerk: AgentDefinition = {
  name: 'clerk',
  publicDescription: 'Helps.',
  greeting: 'Hello.',
  instructions: 'Help.',
  steps: [
    { kind: 'call', tool: 'lookUpOrders' },
    { kind: 'offer', tool: 'send_link', ask: 'Shall I send a link?' },
  ],
  tools: ['lookUpOrders', 'send_link', 'transfer_to_human', 'end_call'],
  handoffs: [],
};
const scenario: Scenario = {
  key: 'shop',
  title: 'Shop',
  description: 'A shop.',
  startAgent: 'clerk',
  agents: [clerk, { ...clerk, name: 'guard' }],
};

function without(...tools: string[]): [AgentDefinition | undefined, AgentDefinition | undefined] {
  const lost = tools.map((tool) => ({ agent: 'clerk', tool, title: `do ${tool}` }));
  const { agents } = withoutTools(scenario, lost);
  return [agents[0], agents[1]];
}

function rendered(...tools: string[]): string[] {
  const [agent] = without(...tools);
  return agent === undefined ? [] : [renderInstructions(agent, 'local'), renderInstructions(agent, 'openai')];
}

test('an agent loses the tool and the steps that call it; the others keep theirs', () => {
  const [agent, other] = without('lookUpOrders');

  expect(agent?.tools).toEqual(['send_link', 'transfer_to_human', 'end_call']);
  expect(agent?.steps).toEqual(clerk.steps.slice(1));
  expect(other).toEqual({ ...clerk, name: 'guard' });
});

test('with every engine the last part of the instructions says what cannot be done', () => {
  const instead = 'right now: say so, and offer a person.';
  const last = `\n\n# Not available now\nYou cannot do lookUpOrders ${instead}\nYou cannot do send_link ${instead}`;

  for (const text of rendered('lookUpOrders', 'send_link')) {
    expect(text.endsWith(last)).toBe(true);
    expect(text).not.toContain('# Steps');
  }
});

test('no person is offered where the missing tool is the one that reaches a person', () => {
  for (const text of rendered('transfer_to_human')) {
    expect(text.endsWith('You cannot do transfer_to_human right now: say so.')).toBe(true);
  }
});

test('with every tool there the instructions say nothing of it', () => {
  for (const text of rendered()) expect(text).not.toContain('Not available');
});
