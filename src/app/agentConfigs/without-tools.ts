import type { AgentDefinition, Scenario } from './types';

/** A tool that an agent names and cannot have; the title says what it would be for, after "to". */
export interface LostTool {
  agent: string;
  tool: string;
  title: string;
}

/** The scenario as it can be played while tools are missing: who names one loses it and its steps, and knows what that costs. */
export function withoutTools(scenario: Scenario, missing: readonly LostTool[]): Scenario {
  const agents = scenario.agents.map((agent) =>
    withoutOwn(
      agent,
      missing.filter((lost) => lost.agent === agent.name),
    ),
  );
  return { ...scenario, agents };
}

function withoutOwn(agent: AgentDefinition, missing: readonly LostTool[]): AgentDefinition {
  if (missing.length === 0) return agent;
  const lost = new Set(missing.map(({ tool }) => tool));
  return {
    ...agent,
    tools: agent.tools.filter((tool) => !lost.has(tool)),
    steps: agent.steps.filter((step) => !('tool' in step && lost.has(step.tool))),
    unavailable: { titles: missing.map(({ title }) => title), offersPerson: !lost.has('transfer_to_human') },
  };
}
