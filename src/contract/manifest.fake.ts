import type { ManifestEntry } from './manifest';

/** A manifest entry as the toolserver publishes it, with what a test wants to be different. */
export function entryOf(name: string, changes: Partial<ManifestEntry> = {}): ManifestEntry {
  return {
    name,
    title: `do what ${name} does`,
    scenario: null,
    description: name,
    parameters: { type: 'object', properties: {} },
    result: { type: 'object', properties: { say: { type: 'string' } } },
    access: 'public',
    effect: 'read',
    confirm: false,
    requires: [],
    provides: [],
    examples: [],
    filler: null,
    timeout_s: 30,
    ...changes,
  };
}
