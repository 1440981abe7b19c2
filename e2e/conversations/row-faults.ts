import type { WantedRow } from './format';
import type { Change } from './happened';
import { hasFields, named, type Names } from './wanted';

/** What the toolserver keeps of any session; a file may name these tables, and need not. */
const BOOKKEEPING = new Set([
  'alembic_version',
  'call_replays',
  'confirmations',
  'erased_calls',
  'hourly_counts',
  'hourly_latencies',
  'probes',
  'rollups',
  'server_secrets',
  'session_facts',
  'sessions',
  'tool_calls',
  'verification_locks',
  'verification_tries',
]);

/** What is wrong with the rows, and what they are called. */
export function rowFaults(
  rows: readonly WantedRow[],
  changes: readonly Change[],
  names: Names,
): { faults: string[]; names: Names } {
  const faults: string[] = [];
  const expected = new Set<Change>();
  for (const wanted of rows) {
    const found = changes.filter((change) => isRow(change, wanted, names));
    if (found.length !== wanted.count) faults.push(countFault(wanted, found.length, changes));
    for (const change of found) {
      expected.add(change);
      names = { ...names, ...named(change.row, wanted.where) };
    }
  }
  const others = changes.filter((change) => !expected.has(change) && !BOOKKEEPING.has(change.table));
  return { faults: [...faults, ...others.map(otherFault)], names };
}

function isRow({ table, gone, row }: Change, wanted: WantedRow, names: Names): boolean {
  return table === wanted.table && gone === wanted.gone && hasFields(row, wanted.where, names);
}

function countFault({ table, where, count, gone }: WantedRow, found: number, changes: readonly Change[]): string {
  const present = changes.filter((change) => change.table === table).map(({ row }) => JSON.stringify(row));
  const there = present.length === 0 ? '' : `; changed there: ${present.join(', ')}`;
  return `${gone ? 'gone from' : 'new in'} ${table} where ${JSON.stringify(where)}: ${count} wanted, ${found} found${there}`;
}

function otherFault({ table, gone, row }: Change): string {
  return `nobody asked for a row ${gone ? 'gone from' : 'in'} ${table}: ${JSON.stringify(row)}`;
}
