import 'server-only';

/** How many are let through in a window, for each key and for all of them. */
export interface Limits {
  perKey: number;
  inTotal: number;
  windowMs: number;
}

/**
 * Counts what was let through in the last window, and remembers no more than that. A key gets at most half as
 * many as are left for all: a few keys that take all they can do not use up what the rest of the world needs.
 */
export class Limiter {
  private admitted: { key: string; at: number }[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly limits: Limits) {}

  /** `now` is in milliseconds of a clock that nobody sets. */
  admits(key: string, now: number): boolean {
    this.forget(now - this.limits.windowMs);
    const own = this.counts.get(key) ?? 0;
    const left = this.limits.inTotal - this.admitted.length;
    if (own >= Math.min(this.limits.perKey, left / 2)) return false;
    this.admitted.push({ key, at: now });
    this.counts.set(key, own + 1);
    return true;
  }

  private forget(before: number): void {
    const kept = this.admitted.findIndex(({ at }) => at > before);
    for (const { key } of this.admitted.splice(0, kept === -1 ? this.admitted.length : kept)) {
      const left = (this.counts.get(key) ?? 0) - 1;
      if (left > 0) this.counts.set(key, left);
      else this.counts.delete(key);
    }
  }
}
