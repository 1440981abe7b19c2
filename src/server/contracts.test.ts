import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toolAnswer, toolCall } from '@/contract/tool-call';

const FOLDER = 'contracts/execute-tool';

const example = z.strictObject({
  caller: z.enum(['service', 'session', 'stranger']),
  request: z.union([z.string(), z.record(z.string(), z.unknown())]),
  status: z.int(),
  body: z.record(z.string(), z.unknown()),
});

const examples = readdirSync(FOLDER).map((name) => ({
  name,
  ...example.parse(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'))),
}));

/** What a page sends is narrower than what a service may: no field is unknown. */
const NOT_OF_A_PAGE = ['not-json.json', 'unknown-field.json'];

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(0);
});

test.each(examples)('the answer of $name is one that the page can read', ({ body }) => {
  const read = toolAnswer.parse(body);

  expect(read.result ?? read.error).toEqual(body.result ?? body.error);
});

test.each(examples)('the call of $name is forwarded if a page may make it', ({ name, request }) => {
  const call = typeof request === 'string' ? request : { session_id: 'ses_1', ...request };

  expect(toolCall.safeParse(call).success).toBe(!NOT_OF_A_PAGE.includes(name));
});

test.each(examples.filter(({ status }) => status !== 200))(
  '$name, which was refused, is answered with an error',
  (refused) => {
    expect(toolAnswer.parse(refused.body).error).toBeDefined();
  },
);
