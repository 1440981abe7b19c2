import { scenarios } from './index';
import { renderInstructions } from './render';
import type { AgentDefinition, Scenario } from './types';

/** `contracts/agents.json`: every scenario with its agents, for those who cannot read TypeScript. */
export function publishedAgents(): string {
  return `${JSON.stringify({ scenarios: scenarios.map(publishedScenario) }, null, 2)}\n`;
}

function publishedScenario({ key, title, description, startAgent, voice, agents }: Scenario): object {
  return { key, title, description, startAgent, voice: voice ?? null, agents: agents.map(publishedAgent) };
}

function publishedAgent(agent: AgentDefinition): object {
  const { name, publicDescription, greeting, steps, tools, handoffs } = agent;
  const instructions = { local: renderInstructions(agent, 'local'), openai: renderInstructions(agent, 'openai') };
  return { name, publicDescription, instructions, greeting: greeting ?? null, steps, tools, handoffs };
}
