import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scenarios } from './index';
import { renderInstructions } from './render';
import type { AgentDefinition } from './types';

const EVERY_TOOL = new Set(scenarios.flatMap(({ agents }) => agents.flatMap(({ tools }) => tools)));
const PERSON = 'transfer_to_human';

/** What the instructions say in code style. */
function quoted(agent: AgentDefinition): string[] {
  return [...renderInstructions(agent, 'local').matchAll(/`(\w+)`/g)].map(([, word = '']) => word);
}

test('no two scenarios share a key or a title', () => {
  expect(new Set(scenarios.map(({ key }) => key)).size).toBe(scenarios.length);
  expect(new Set(scenarios.map(({ title }) => title)).size).toBe(scenarios.length);
});

describe.each(scenarios)('scenario $key', (scenario) => {
  const names = scenario.agents.map((agent) => agent.name);

  test('starts with an agent it has, which greets, and no two agents share a name', () => {
    const start = scenario.agents.find(({ name }) => name === scenario.startAgent);

    expect(start?.greeting).toMatch(/\w/);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(scenario.agents)('$name stands in the file that has its name', ({ name }) => {
    expect(existsSync(`src/app/agentConfigs/${scenario.key}/${name}.ts`)).toBe(true);
  });

  test.each(scenario.agents)('$name hands off only to other agents of the scenario, and says when', (agent) => {
    expect(names).toEqual(expect.arrayContaining([...agent.handoffs]));
    expect(agent.handoffs).not.toContain(agent.name);
    for (const target of agent.handoffs) expect(agent.instructions).toContain(target);
  });

  test.each(scenario.agents)('$name has every tool that its steps call, and can end the call', (agent) => {
    const called = agent.steps.flatMap((step) => ('tool' in step ? [step.tool] : []));
    expect(agent.tools).toEqual(expect.arrayContaining([...called, 'end_call']));
    expect(new Set(agent.tools).size).toBe(agent.tools.length);
  });

  test.each(scenario.agents)('$name is told of each of its tools, and of no tool that it has not', (agent) => {
    const told = new Set(quoted(agent).filter((word) => EVERY_TOOL.has(word)));

    expect([...told].sort()).toEqual([...agent.tools].sort());
  });

  test.each(scenario.agents)('$name can reach a person, by a tool or by a handoff', (agent) => {
    const near = scenario.agents.filter(({ name }) => name === agent.name || agent.handoffs.includes(name));
    const isReached = near.some(({ publicDescription }) => publicDescription.includes('a person'));

    expect(isReached || agent.tools.includes(PERSON)).toBe(true);
  });

  test.each(scenario.agents)('no heading of $name is one that the engine reads', ({ instructions }) => {
    expect(instructions).not.toMatch(/^# (Greeting|Steps|Language|Not available now)$/m);
  });
});

test('instructions end with the greeting and the steps under their headings', () => {
  const authentication = scenarios[0].agents[0];
  const rendered = authentication === undefined ? '' : renderInstructions(authentication, 'local');

  expect(rendered).toContain('\n\n# Greeting\nHello, this is Snowy Peak Boards.');
  expect(rendered).toContain('# Steps\n1. Call `authenticate_user_information`.\n2. Ask "Would you like to update');
  expect(rendered).toContain('call `update_user_offer_response` with {"offer_id": "a-592"}.\n4. Hand off to the agent');
});

test('the stand-in for a person speaks German with OpenAI and English on this machine', () => {
  const human = scenarios[0].agents.find((agent) => agent.name === 'simulatedHuman');

  expect(human && renderInstructions(human, 'openai')).toContain('German');
  expect(human && renderInstructions(human, 'local')).not.toContain('German');
});
