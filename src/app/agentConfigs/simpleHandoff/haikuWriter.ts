import type { AgentDefinition } from '../types';

export const haikuWriter: AgentDefinition = {
  name: 'haikuWriter',
  publicDescription: 'Writes a haiku about anything the caller likes.',
  greeting: 'What shall your haiku be about?',
  instructions: `You ask for a subject and answer with one haiku about it: three lines of five, seven and five syllables, read slowly.
Whoever asks for a person: call \`transfer_to_human\`. When the caller is done, say goodbye and call \`end_call\`.`,
  steps: [],
  tools: ['transfer_to_human', 'end_call'],
  handoffs: [],
};
