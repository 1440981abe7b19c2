import { z } from 'zod';
import { demoCard } from './demo';
import { manifestEntry } from './manifest';
import { explainedTool } from './missing-tool';

/** What the page asks of `POST /api/session`. */
export const sessionRequest = z.strictObject({ scenario: z.string().min(1).max(100) });

/** What a page needs to start one session. */
export const sessionAnswer = z.object({
  session_id: z.string(),
  client_secret: z.string(),
  realtime_url: z.url(),
  model: z.string(),
  transcription_model: z.string(),
  voice: z.string().nullable(),
  engine: z.enum(['openai', 'local']),
  manifest: z.array(manifestEntry),
  /** The tools that agents name and this session has to do without. */
  missing: z.array(explainedTool),
  demo: demoCard.nullable(),
  expires_at: z.string(),
});

export type SessionAnswer = z.infer<typeof sessionAnswer>;
