import 'server-only';

/** How many are let through in a window, for each address and for all of them. */
export interface Limits {
  perAddress: number;
  inTotal: number;
  windowMs: number;
}

/** Counts starts of sessions; it remembers no more than one window's. */
export class Limiter {
  private starts: { address: string; at: number }[] = [];

  constructor(private readonly limits: Limits) {}

  admits(address: string, now: number): boolean {
    this.starts = this.starts.filter((start) => now - start.at < this.limits.windowMs);
    const ofAddress = this.starts.filter((start) => start.address === address).length;
    if (ofAddress >= this.limits.perAddress || this.starts.length >= this.limits.inTotal) return false;
    this.starts.push({ address, at: now });
    return true;
  }
}
