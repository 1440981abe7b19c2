import { readSettings } from '@/server/env';
import { Limiter } from '@/server/limiter';
import { answering } from '@/server/refusal';
import { withRequestId } from '@/server/request-id';
import { startSession } from '@/server/start-session';

export const dynamic = 'force-dynamic';

const limiter = new Limiter({ perKey: 30, inTotal: 120, windowMs: 60_000 });

export function POST(request: Request): Promise<Response> {
  return withRequestId(request, () => answering(() => startSession(request, readSettings(), limiter)));
}
