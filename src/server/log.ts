import 'server-only';
import { presentRequestId } from './request-id';

const MOST_LINES = 100;
const written = new Set<string>();

/** Writes a line for who runs this server; the same one once, and no more than a hundred, as strangers can cause them. */
export function logOnce(line: string): void {
  if (written.has(line) || written.size >= MOST_LINES) return;
  written.add(line);
  process.stderr.write(`${new Date().toISOString()} web [${presentRequestId() ?? '-'}] ${line}\n`);
}
