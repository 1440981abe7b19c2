export type Way = 'typed' | 'spoken' | 'browser';
export type Verdict = 'passed' | 'failed' | 'not yet' | 'passed, though marked not yet';

/** How one conversation went in one way. */
export interface Result {
  id: string;
  way: Way;
  verdict: Verdict;
}

const WAYS: readonly Way[] = ['typed', 'spoken', 'browser'];

/** What a conversation with these faults counts as; a mark that is no longer true fails. */
export function verdictOf(faults: readonly string[], isNotYet: boolean): Verdict {
  if (isNotYet) return faults.length > 0 ? 'not yet' : 'passed, though marked not yet';
  return faults.length > 0 ? 'failed' : 'passed';
}

export function isFailure({ verdict }: Result): boolean {
  return verdict !== 'passed' && verdict !== 'not yet';
}

/** A line a scenario: how many conversations passed, failed or are not yet expected to pass, in each way. */
export function tableOf(results: readonly Result[]): string[] {
  const scenarios = [...new Set(results.map(scenarioOf))];
  const rows = scenarios.map((scenario) => [
    scenario,
    ...WAYS.map((way) => cell(results.filter((result) => scenarioOf(result) === scenario && result.way === way))),
  ]);
  const all = [['', ...WAYS], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function scenarioOf({ id }: Result): string {
  return id.split('/')[0] ?? id;
}

function cell(results: readonly Result[]): string {
  if (results.length === 0) return '-';
  const failed = results.filter(isFailure).length;
  const notYet = results.filter(({ verdict }) => verdict === 'not yet').length;
  const parts = [`${results.length - failed - notYet} passed`, `${failed} failed`];
  return [...parts, ...(notYet > 0 ? [`${notYet} not yet`] : [])].join(', ');
}
