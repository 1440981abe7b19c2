/** W3C's `traceparent`, by which the page, its server, the toolserver and its log speak of the same call. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function isTraceparent(text: string): boolean {
  return TRACEPARENT.test(text);
}

export function newTraceId(): string {
  return randomHex(16);
}

/** A new span of a trace, which is to be recorded. */
export function newTraceparent(traceId = newTraceId()): string {
  return `00-${traceId}-${randomHex(8)}-01`;
}

/** `crypto.randomUUID` is missing where a page came over plain HTTP. */
function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
