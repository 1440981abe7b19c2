import type { Scenario } from '../types';
import { supportAgent } from './supportAgent';

export const support: Scenario = {
  key: 'support',
  title: 'TechCo Support',
  description: 'Support of an online shop: orders, subscriptions, charges and tickets.',
  startAgent: supportAgent.name,
  agents: [supportAgent],
};
