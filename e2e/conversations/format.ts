import { z } from 'zod';

/** What stands in a conversation's file; `contracts/conversations/README.md` shows one. */

const text = z.string().min(1);
const as = text.regex(/^\w+$/).optional();
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** `*` stands for anything; case does not count. */
const like = z.strictObject({ like: text, as });
const any = z.strictObject({ any: z.literal(true), as });
const oneOf = z.strictObject({ one_of: z.array(z.union([like, scalar])).min(1), as });
/** What an argument or a column must be: a pattern, one of several, anything but null, or exactly this. */
export const wanted = z.union([like, oneOf, any, z.json()]);
export type Wanted = z.infer<typeof wanted>;
export const wantedFields = z.record(z.string(), wanted);

const wantedCall = z.strictObject({
  tool: text,
  /** Those that matter; others are free. */
  arguments: wantedFields.default({}),
  outcome: z.enum(['succeeded', 'failed', 'asked', 'refused', 'any']).optional(),
  /** The error's code, of a call that failed. */
  code: text.optional(),
});
const wantedHandoff = z.strictObject({ handoff: text });
export const wantedStep = z.union([wantedCall, wantedHandoff]);
export type WantedStep = z.infer<typeof wantedStep>;

const wantedRow = z.strictObject({
  table: text,
  where: wantedFields.default({}),
  /** How many rows have come, or have got these values. */
  count: z.number().int().min(0).default(1),
  /** The rows were there before, and are not any more. */
  gone: z.boolean().default(false),
});
export type WantedRow = z.infer<typeof wantedRow>;

const money = z.strictObject({ money: z.number().min(0), currency: z.enum(['USD', 'EUR', 'GBP']).default('USD') });
const date = z.strictObject({ date: text.regex(/^(\d{4}-\d{2}-\d{2}|[+-]\d+ days|today)$/) });
const number = z.strictObject({ number: z.number().min(0), unit: text.optional() });
const code = z.strictObject({ code: text });
const fact = z.union([text, money, date, number, code]);
/** A value, however it is spoken. A string is a name. */
export const heardValue = z.union([fact, z.strictObject({ any_of: z.array(fact).min(2) })]);
export type Fact = z.infer<typeof fact>;
export type HeardValue = z.infer<typeof heardValue>;

const heard = z.array(heardValue).default([]);
const turn = z.union([
  z.string(),
  z.strictObject({
    say: z.string(),
    /** True once the agents have answered: heard in this answer, and all that the database has so far. */
    then: z.strictObject({ heard, not_heard: heard, rows: z.array(wantedRow).optional() }),
  }),
]);

const when = z.union([
  z.enum(['start', 'otherwise']),
  z.strictObject({ hears: text.refine(isPattern, 'is no regular expression') }),
  z.strictObject({ called: text, outcome: z.enum(['succeeded', 'failed', 'asked', 'refused']).default('succeeded') }),
]);
const rule = z.union([
  z.strictObject({ when, say: z.union([z.string(), z.array(z.string()).min(1)]) }),
  z.strictObject({ when, hang_up: z.literal(true) }),
]);
export type Rule = z.infer<typeof rule>;

const afterwards = z.strictObject({
  calls: z.array(wantedStep).default([]),
  order: z.enum(['as listed', 'any']).default('as listed'),
  /** Which calls may happen besides. */
  others: z.enum(['none', 'reads', 'any']).default('none'),
  must_not_happen: z.array(wantedStep).default([]),
  rows: z.array(wantedRow).default([]),
  heard,
  not_heard: heard,
  limits: z
    .strictObject({
      turns: z.number().int().min(1).default(40),
      repeated_questions: z.number().int().min(0).optional(),
      unanswered: z.number().int().min(0).default(0),
    })
    .prefault({}),
});
export type Afterwards = z.infer<typeof afterwards>;

export const conversationFile = z
  .strictObject({
    title: text,
    caller: z.strictObject({
      facts: z.record(z.string().regex(/^\w+$/), z.string()).default({}),
      goal: text,
      manner: text,
    }),
    /** Tools that a shop of one's own might add, for these agents. */
    adds: z.record(z.string(), z.array(text)).default({}),
    turns: z.array(turn).min(1).optional(),
    rules: z.array(rule).min(1).optional(),
    afterwards,
    offline: z.enum(['not yet', 'not yet spoken']).optional(),
    browser: z.boolean().default(false),
    spoken: z.boolean().default(false),
  })
  .refine((file) => (file.turns === undefined) !== (file.rules === undefined), 'needs either turns or rules');

export type ConversationFile = z.infer<typeof conversationFile>;

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'i').source !== '';
  } catch {
    return false;
  }
}
