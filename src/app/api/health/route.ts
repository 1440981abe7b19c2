import { readSettings } from '@/server/env';
import { readHealth } from '@/server/health';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  return Response.json(await readHealth(readSettings()), { headers: { 'cache-control': 'no-store' } });
}
