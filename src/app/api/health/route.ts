import { readSettings } from '@/server/env';
import { readHealth } from '@/server/health';
import { withRequestId } from '@/server/request-id';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return withRequestId(request, async () =>
    Response.json(await readHealth(readSettings()), { headers: { 'cache-control': 'no-store' } }),
  );
}
