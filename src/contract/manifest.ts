import { z } from 'zod';

/** One tool as `GET /tools` describes it; keys that a later toolserver adds are left out. */
export const manifestEntry = z.object({
  name: z.string().min(1),
  /** What one wants when one wants it, after "to": "look up your orders". */
  title: z.string().min(1),
  /** The scenario that it belongs to; null works in each. */
  scenario: z.string().nullable(),
  description: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()),
  access: z.enum(['public', 'verified']),
  effect: z.enum(['read', 'write']),
  confirm: z.boolean(),
  requires: z.array(z.string()),
  provides: z.array(z.string()),
  examples: z.array(z.string()),
  filler: z.string().nullish(),
  timeout_s: z.number().positive(),
});

export type ManifestEntry = z.infer<typeof manifestEntry>;
