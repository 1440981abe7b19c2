import { CallLimits } from '@/server/call-limits';
import { readSettings } from '@/server/env';
import { endSession } from '@/server/end-session';
import { executeTool } from '@/server/execute-tool';
import { answering } from '@/server/refusal';
import { withRequestId } from '@/server/request-id';
import { ToolTimeouts } from '@/server/tool-timeouts';

export const dynamic = 'force-dynamic';

const timeouts = new ToolTimeouts();
let limits: CallLimits | undefined;

export function POST(request: Request): Promise<Response> {
  return withRequestId(request, () =>
    answering(() => {
      const settings = readSettings();
      limits ??= new CallLimits(settings);
      return executeTool(request, { settings, timeouts, limits });
    }),
  );
}

/** At the cookie's path, as only there the browser sends the session's token. */
export function DELETE(request: Request): Promise<Response> {
  return withRequestId(request, () => answering(() => endSession(request, readSettings())));
}
