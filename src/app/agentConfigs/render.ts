import type { AgentDefinition, Engine, Step, Unavailable } from './types';

/** The instructions as a session sends them: prose, then the parts that a model without language reads by their headings. */
export function renderInstructions(agent: AgentDefinition, engine: Engine): string {
  const parts = [agent.instructions.trim()];
  if (agent.language !== undefined) parts.push(`# Language\n${agent.language[engine]}`);
  if (agent.greeting !== undefined) parts.push(`# Greeting\n${agent.greeting}`);
  if (agent.steps.length > 0) parts.push(`# Steps\n${agent.steps.map(numbered).join('\n')}`);
  if (agent.unavailable !== undefined) parts.push(`# Not available now\n${notNow(agent.unavailable)}`);
  return parts.join('\n\n');
}

function numbered(step: Step, index: number): string {
  return `${index + 1}. ${sentence(step)}`;
}

function sentence(step: Step): string {
  switch (step.kind) {
    case 'call':
      return `Call \`${step.tool}\`.`;
    case 'offer':
      return `Ask "${step.ask}" If yes, call \`${step.tool}\`.`;
    case 'disclose':
      return `Say "${step.say}" Then ask "${step.ask}" and call \`${step.tool}\` with ${JSON.stringify(step.with).replaceAll('":"', '": "')}.`;
    case 'handoff':
      return 'Hand off to the agent who can help.';
    case 'ask':
      return `Ask "${step.ask}".`;
  }
}

function notNow({ titles, offersPerson }: Unavailable): string {
  const instead = offersPerson ? 'say so, and offer a person' : 'say so';
  return titles.map((title) => `You cannot ${title} right now: ${instead}.`).join('\n');
}
