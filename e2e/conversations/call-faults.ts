import type { Afterwards, WantedStep } from './format';
import type { Call, Step } from './happened';
import { hasFields, type Names } from './wanted';

type WantedCall = Extract<WantedStep, { tool: string }>;
type CallRules = Pick<Afterwards, 'calls' | 'order' | 'others' | 'must_not_happen'>;

/** What is wrong with the calls and handoffs. */
export function callFaults(rules: CallRules, steps: readonly Step[], names: Names): string[] {
  const pairs = rules.order === 'any' ? pairedAnyhow(rules.calls, steps, names) : pairedInOrder(rules, steps, names);
  const missing = rules.calls.filter((_, at) => pairs[at] === undefined).map((wanted) => missed(wanted, steps, names));
  const others = steps.filter((step, at) => !pairs.includes(at) && !isAllowed(step, rules.others));
  const forbidden = rules.must_not_happen.filter((wanted) => steps.some((step) => isForbidden(step, wanted, names)));
  return [
    ...missing,
    ...others.map((step) => `nobody asked for ${describe(step)}`),
    ...forbidden.map((wanted) => `must not happen: ${describe(wanted)}`),
  ];
}

/** Whether the step is the wanted one; a call succeeds unless something else is wanted. */
export function isStep(step: Step, wanted: WantedStep, names: Names): boolean {
  if ('handoff' in wanted) return 'handoff' in step && step.handoff === wanted.handoff;
  if ('handoff' in step || step.tool !== wanted.tool) return false;
  return hasEnded(step, wanted) && hasFields(step.arguments, wanted.arguments, names);
}

function hasEnded(call: Call, { outcome, code }: WantedCall): boolean {
  const wanted = outcome ?? (code === undefined ? 'succeeded' : 'failed');
  return (wanted === 'any' || call.outcome === wanted) && (code === undefined || call.code === code);
}

/** For each wanted step the place of the one that happened. */
function pairedInOrder({ calls }: CallRules, steps: readonly Step[], names: Names): (number | undefined)[] {
  let from = 0;
  return calls.map((wanted) => {
    const found = steps.findIndex((step, at) => at >= from && isStep(step, wanted, names));
    if (found < 0) return undefined;
    from = found + 1;
    return found;
  });
}

/** As many wanted steps as possible get one of their own. */
function pairedAnyhow(calls: readonly WantedStep[], steps: readonly Step[], names: Names): (number | undefined)[] {
  const owners = new Map<number, number>();
  const place = (wanted: number, tried: Set<number>): boolean =>
    steps.some((step, at) => {
      const sought = calls[wanted];
      if (sought === undefined || tried.has(at) || !isStep(step, sought, names)) return false;
      tried.add(at);
      const owner = owners.get(at);
      if (owner !== undefined && !place(owner, tried)) return false;
      owners.set(at, wanted);
      return true;
    });
  calls.forEach((_, wanted) => place(wanted, new Set()));
  const places = new Map([...owners].map(([at, wanted]) => [wanted, at]));
  return calls.map((_, wanted) => places.get(wanted));
}

function isAllowed(step: Step, others: CallRules['others']): boolean {
  return others === 'any' || (others === 'reads' && ('handoff' in step || step.effect === 'read'));
}

/** A call that was refused did not happen, unless the refusal itself is forbidden. */
function isForbidden(step: Step, wanted: WantedStep, names: Names): boolean {
  if ('handoff' in wanted || 'handoff' in step) return isStep(step, wanted, names);
  if (step.outcome === 'refused' && wanted.outcome !== 'refused') return false;
  return isStep(step, { ...wanted, outcome: wanted.outcome ?? 'any' }, names);
}

function missed(wanted: WantedStep, steps: readonly Step[], names: Names): string {
  if (steps.some((step) => isStep(step, wanted, names))) return `not in its place: ${describe(wanted)}`;
  const tool = 'handoff' in wanted ? undefined : wanted.tool;
  const similar = steps.filter((step): step is Call => 'tool' in step && step.tool === tool);
  const instead = similar.length === 0 ? '' : `; there was ${similar.map(describe).join(', ')}`;
  return `did not happen: ${describe(wanted)}${instead}`;
}

/** A step in a line. */
export function describe(step: Step | WantedStep): string {
  if ('handoff' in step) return `handoff to ${step.handoff}`;
  const end = [step.outcome ?? 'succeeded', step.code].filter(Boolean).join(' ');
  return `${step.tool} ${JSON.stringify(step.arguments)} → ${end}`;
}
