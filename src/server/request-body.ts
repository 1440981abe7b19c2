import 'server-only';
import type { z } from 'zod';
import { flawOf } from '@/contract/json-text';
import { Refusal } from './refusal';

const MAX_BODY_BYTES = 1_000_000;

/** A body that was checked: what it says, and its own bytes, which can be passed on as they came. */
export interface Body<Shape> {
  value: Shape;
  bytes: Buffer;
}

/** The body, once it is small enough, flat enough, JSON, and of the shape that was agreed; in this order. */
export async function readBody<Shape>(request: Request, shape: z.ZodType<Shape>): Promise<Body<Shape>> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) {
    throw new Refusal(415, 'unsupported_media_type', 'the body must be application/json');
  }
  const bytes = await boundedBytes(request);
  const text = asText(bytes);
  refuseFlaw('the body', text);
  const parsed = shape.safeParse(asJson(text));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Refusal(422, 'invalid_arguments', issues);
  }
  return { value: parsed.data, bytes };
}

/** Refuses a JSON text that the one who gets it could read differently, or not survive. */
export function refuseFlaw(name: string, text: string): void {
  const flaw = flawOf(text);
  if (flaw !== null) throw new Refusal(422, 'invalid_arguments', `${name} cannot be passed on: ${flaw}`);
}

async function boundedBytes(request: Request): Promise<Buffer> {
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
  return Buffer.concat(chunks);
}

/** Bytes that are no UTF-8 would be read here as other characters than where they are passed on to. */
function asText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal(400, 'malformed_request', 'the body is not UTF-8');
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'malformed_request', 'the body is not JSON');
  }
}
