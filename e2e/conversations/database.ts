import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Change } from './happened';
import { PYTHON } from './programs';

const changes = z.array(z.object({ table: z.string(), gone: z.boolean(), row: z.record(z.string(), z.unknown()) }));

/** Copies the whole of one database over another, also while a program has it open. */
const COPY = `
import sqlite3, sys
source, target = (sqlite3.connect(path) for path in sys.argv[1:])
source.backup(target)
`;

/** Rows that the copy does not have so, and those of the copy whose key is gone. */
const DIFFERENCE = `
import json, sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
db.row_factory = sqlite3.Row
db.execute("ATTACH ? AS old", (f"file:{sys.argv[2]}?mode=ro",))
found = []
for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
    key = [row["name"] for row in db.execute(f"PRAGMA main.table_info({table})") if row["pk"]] or ["rowid"]
    same = " AND ".join(f"new.{column} IS earlier.{column}" for column in key)
    came = f"SELECT * FROM main.{table} EXCEPT SELECT * FROM old.{table}"
    gone = f"SELECT * FROM old.{table} AS earlier WHERE NOT EXISTS (SELECT 1 FROM main.{table} AS new WHERE {same})"
    for is_gone, query in ((False, came), (True, gone)):
        found += [{"table": table, "gone": is_gone, "row": dict(row)} for row in db.execute(query)]
print(json.dumps(found, default=repr))
`;

/** The toolserver's database: each conversation finds it as it was seeded. */
export class Database {
  private constructor(
    private readonly file: string,
    private readonly seeded: string,
  ) {}

  static async keep(file: string): Promise<Database> {
    const database = new Database(file, `${file}.seeded`);
    await database.mark();
    return database;
  }

  /** From now on only what changes after this counts. */
  async mark(): Promise<void> {
    await python(COPY, this.file, this.seeded);
  }

  async restore(): Promise<void> {
    await python(COPY, this.seeded, this.file);
  }

  async changes(): Promise<Change[]> {
    return changes.parse(JSON.parse(await python(DIFFERENCE, this.file, this.seeded)));
  }
}

async function python(script: string, ...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', script, ...parameters], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
