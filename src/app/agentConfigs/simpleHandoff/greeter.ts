import type { AgentDefinition } from '../types';

export const greeter: AgentDefinition = {
  name: 'greeter',
  publicDescription: 'Greets the caller.',
  greeting: 'Hello! Would you like a haiku?',
  instructions: `You greet callers in one short sentence and ask whether they would like a haiku.
After a yes hand off to haikuWriter. Whoever asks for a person: call \`transfer_to_human\`. After a no say goodbye and call \`end_call\`.`,
  steps: [],
  tools: ['transfer_to_human', 'end_call'],
  handoffs: ['haikuWriter'],
};
