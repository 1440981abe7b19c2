// Not from `@openai/agents`, which would send the OpenAI client to every browser (110 kB) and set it up for tracing.
import { handoff } from '@openai/agents-core';
import { RealtimeAgent } from '@openai/agents/realtime';
import { z } from 'zod';
import { renderInstructions } from '@/app/agentConfigs/render';
import type { AgentDefinition, Engine, Scenario } from '@/app/agentConfigs/types';
import type { ManifestEntry } from '@/contract/manifest';
import { toSdkTool, type ToolPorts } from './sdk-tool';

const HANDOFF_ARGUMENTS = {
  type: 'object' as const,
  properties: {
    rationale_for_transfer: { type: 'string', description: 'Why this agent is the right one.' },
    conversation_context: { type: 'string', description: 'What the next agent has to know of the conversation.' },
  },
  required: ['rationale_for_transfer', 'conversation_context'],
  additionalProperties: false as const,
};

const handoffArguments = z.looseObject({ rationale_for_transfer: z.string() });

/** What agents are built from. */
export interface AgentParts {
  scenario: Scenario;
  manifest: readonly ManifestEntry[];
  engine: Engine;
  ports: ToolPorts;
}

/** The SDK's agents of a scenario, by name, each able to hand off to those that its definition names. */
export function buildAgents(parts: AgentParts): Map<string, RealtimeAgent> {
  const agents = new Map(parts.scenario.agents.map((definition) => [definition.name, buildAgent(definition, parts)]));
  for (const definition of parts.scenario.agents) {
    const targets = definition.handoffs.map((name) => handoffTo(definition.name, known(agents, name), parts.ports));
    known(agents, definition.name).handoffs = targets;
  }
  return agents;
}

/** The names an agent may call, handoffs included. */
export function callableNames(definition: AgentDefinition): Set<string> {
  return new Set([...definition.tools, ...definition.handoffs.map((name) => `transfer_to_${name}`)]);
}

export function known<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value === undefined) throw new Error(`there is no agent ${JSON.stringify(name)}`);
  return value;
}

function buildAgent(definition: AgentDefinition, parts: AgentParts): RealtimeAgent {
  const tools = parts.manifest
    .filter((entry) => definition.tools.includes(entry.name))
    .map((entry) => toSdkTool(entry, definition.name, parts.ports));
  return new RealtimeAgent({
    name: definition.name,
    handoffDescription: definition.publicDescription,
    instructions: renderInstructions(definition, parts.engine),
    tools,
  });
}

/** The arguments are a raw schema, so that one that is missing leaves no call unanswered. */
function handoffTo(from: string, target: RealtimeAgent, ports: ToolPorts): RealtimeAgent['handoffs'][number] {
  return handoff(target, {
    inputType: HANDOFF_ARGUMENTS,
    onHandoff: (_context, input) => {
      const parsed = handoffArguments.safeParse(input);
      const rationale = parsed.success ? parsed.data.rationale_for_transfer : null;
      ports.emit({ type: 'handoff.made', from, to: target.name, rationale });
    },
  });
}
