import { describe, expect, test } from 'vitest';
import { scenarios } from './index';
import { renderInstructions } from './render';

describe.each(scenarios)('scenario $key', (scenario) => {
  const names = scenario.agents.map((agent) => agent.name);

  test('starts with an agent it has, and no two agents share a name', () => {
    expect(names).toContain(scenario.startAgent);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(scenario.agents)('$name hands off only to other agents of the scenario', (agent) => {
    expect(names).toEqual(expect.arrayContaining([...agent.handoffs]));
    expect(agent.handoffs).not.toContain(agent.name);
  });

  test.each(scenario.agents)('$name has every tool that its steps call, and can end the call', (agent) => {
    const called = agent.steps.flatMap((step) => ('tool' in step ? [step.tool] : []));
    expect(agent.tools).toEqual(expect.arrayContaining([...called, 'end_call']));
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
