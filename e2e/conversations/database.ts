import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PYTHON } from './programs';

const sentences = z.array(z.string());

/** Copies the whole of one database over another, also while a program has it open. */
const COPY = `
import sqlite3, sys
source, target = (sqlite3.connect(path) for path in sys.argv[1:])
source.backup(target)
`;

/** Each row that has come since the copy was made, as a sentence. */
const NEWS = `
import json, sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
db.execute("ATTACH ? AS old", (f"file:{sys.argv[2]}?mode=ro",))
print(json.dumps([sentence for (sentence,) in db.execute(sys.argv[3])]))
`;

const EFFECTS = `
SELECT 'verified ' || customer_id FROM sessions WHERE customer_id IS NOT NULL
UNION ALL
SELECT 'offer ' || offer_id || ': ' || response FROM retail_offer_responses
UNION ALL
SELECT 'address of ' || customer_id FROM retail_addresses
UNION ALL
SELECT 'cart: ' || product_id FROM retail_cart_items
UNION ALL
SELECT 'checkout of ' || customer_id || ': ' || total_cents FROM retail_checkouts
UNION ALL
SELECT substr(returns.id, 1, 4) || ' ' || items.item_id || ': ' || action || ', ' || reason || ', ' || terms || ', ' || status
FROM retail_returns returns JOIN retail_return_items items ON items.return_id = returns.id
WHERE returns.id NOT IN (SELECT id FROM old.retail_returns)
UNION ALL
SELECT channel || ' to ' || recipient || CASE WHEN EXISTS (
  SELECT 1 FROM retail_returns returns
  WHERE returns.id NOT IN (SELECT id FROM old.retail_returns) AND instr(outbox.body, returns.id)
) THEN ' names the return' ELSE '' END
FROM outbox
`;

/** The toolserver's database: each conversation finds it as it was seeded. */
export class Database {
  private constructor(
    private readonly file: string,
    private readonly seeded: string,
  ) {}

  static async keep(file: string): Promise<Database> {
    const database = new Database(file, `${file}.seeded`);
    await python(COPY, file, database.seeded);
    return database;
  }

  async restore(): Promise<void> {
    await python(COPY, this.seeded, this.file);
  }

  async effects(): Promise<string[]> {
    return sentences.parse(JSON.parse(await python(NEWS, this.file, this.seeded, EFFECTS)));
  }
}

async function python(script: string, ...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(PYTHON, ['-c', script, ...parameters]);
  return stdout;
}
