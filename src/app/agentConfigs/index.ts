import { bank } from './bank';
import { customerServiceRetail } from './customerServiceRetail';
import { simpleHandoff } from './simpleHandoff';
import { support } from './support';
import type { Scenario } from './types';

/** Every scenario; the first is the default. */
export const scenarios: readonly [Scenario, ...Scenario[]] = [customerServiceRetail, bank, support, simpleHandoff];

export function findScenario(key: string): Scenario | undefined {
  return scenarios.find((scenario) => scenario.key === key);
}
