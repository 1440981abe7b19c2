import type { Scenario } from '../types';
import { bankAgent } from './bankAgent';

export const bank: Scenario = {
  key: 'bank',
  title: 'Bank of Peril',
  description: 'A bank: balances, transactions, transfers and replacement cards.',
  startAgent: bankAgent.name,
  agents: [bankAgent],
};
