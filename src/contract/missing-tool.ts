import { z } from 'zod';

/** A tool that an agent names and the toolserver does not have for its scenario. */
export const missingTool = z.object({ agent: z.string(), tool: z.string(), reason: z.string() });
export type MissingTool = z.infer<typeof missingTool>;

/** The same for a page: what the tool would be for, after "to", and a sentence for who can mend it. */
export const explainedTool = missingTool.extend({ title: z.string(), note: z.string() });
export type ExplainedTool = z.infer<typeof explainedTool>;
