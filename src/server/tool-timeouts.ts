import 'server-only';
import type { ManifestEntry } from '@/contract/manifest';

const AGE_MS = 60_000;
// The toolserver's own default, for a tool of which nothing is known.
const DEFAULT_S = 30;

/** How long each tool may take, as the toolserver's manifest says; read again once it is a minute old. */
export class ToolTimeouts {
  private inSeconds: Promise<ReadonlyMap<string, number>> | undefined;
  private readAt = -Infinity;

  async inMs(tool: string, manifest: () => Promise<ManifestEntry[]>): Promise<number> {
    if (this.inSeconds === undefined || performance.now() - this.readAt > AGE_MS) {
      this.readAt = performance.now();
      this.inSeconds = this.read(manifest);
    }
    return ((await this.inSeconds).get(tool) ?? DEFAULT_S) * 1000;
  }

  /** A manifest that cannot be read costs no call: the next one asks again. */
  private async read(manifest: () => Promise<ManifestEntry[]>): Promise<ReadonlyMap<string, number>> {
    try {
      return new Map((await manifest()).map((entry) => [entry.name, entry.timeout_s]));
    } catch {
      this.readAt = -Infinity;
      return new Map();
    }
  }
}
