import 'server-only';
import type { z } from 'zod';
import { Refusal } from './refusal';

const MAX_BODY_BYTES = 1_000_000;

/** Only this site's own pages get further: their origin is the host that was asked, or the one that is configured. */
export function requireOwnOrigin(request: Request, publicOrigin: string | undefined): void {
  const origin = request.headers.get('origin');
  const host = request.headers.get('host') ?? new URL(request.url).host;
  if (origin !== null && (origin === publicOrigin || hostOf(origin) === host)) return;
  throw new Refusal(403, 'not_permitted', `requests from ${JSON.stringify(origin)} are not served`);
}

/** The body, once it is small enough, JSON, and of the shape that was agreed. */
export async function parseBody<Shape>(request: Request, shape: z.ZodType<Shape>): Promise<Shape> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) {
    throw new Refusal(415, 'unsupported_media_type', 'the body must be application/json');
  }
  const parsed = shape.safeParse(asJson(await boundedText(request)));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Refusal(422, 'invalid_arguments', issues);
  }
  return parsed.data;
}

async function boundedText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES ? Infinity : 0;
  const reader = request.body?.getReader();
  while (reader !== undefined && size <= MAX_BODY_BYTES) {
    const { value } = await reader.read();
    if (value === undefined) break;
    size += value.byteLength;
    chunks.push(value);
  }
  if (size > MAX_BODY_BYTES) throw new Refusal(413, 'too_large', `the body is larger than ${MAX_BODY_BYTES} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'malformed_request', 'the body is not JSON');
  }
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
