import type { Scenario } from '../types';
import { greeter } from './greeter';
import { haikuWriter } from './haikuWriter';

export const simpleHandoff: Scenario = {
  key: 'simpleHandoff',
  title: 'Haiku desk',
  description: 'The smallest scenario: a greeter hands off to a writer of haiku.',
  startAgent: greeter.name,
  agents: [greeter, haikuWriter],
};
