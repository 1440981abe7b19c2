import { readSettings } from '@/server/env';
import { endSession } from '@/server/end-session';
import { executeTool } from '@/server/execute-tool';
import { answering } from '@/server/refusal';
import { ToolTimeouts } from '@/server/tool-timeouts';

export const dynamic = 'force-dynamic';

const timeouts = new ToolTimeouts();

export function POST(request: Request): Promise<Response> {
  return answering(() => executeTool(request, { settings: readSettings(), timeouts }));
}

/** At the cookie's path, as only there the browser sends the session's token. */
export function DELETE(request: Request): Promise<Response> {
  return answering(() => endSession(request, readSettings()));
}
