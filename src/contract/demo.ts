import { z } from 'zod';

/** Whom one can be with demo data, and what one might say. */
export const demoCard = z.object({
  people: z.array(
    z.object({
      name: z.string(),
      about: z.string(),
      facts: z.array(z.object({ label: z.string(), value: z.string() })),
    }),
  ),
  say: z.array(z.string()),
});

export type DemoCard = z.infer<typeof demoCard>;
