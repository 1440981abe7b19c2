import type { Scenario } from '../types';
import { authentication } from './authentication';
import { returns } from './returns';
import { sales } from './sales';
import { simulatedHuman } from './simulatedHuman';

export const customerServiceRetail: Scenario = {
  key: 'customerServiceRetail',
  title: 'Snowy Peak Boards',
  description: 'A snowboard shop: returns, orders and what is on sale.',
  startAgent: authentication.name,
  agents: [authentication, returns, sales, simulatedHuman],
};
