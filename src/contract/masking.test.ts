import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { maskingOf } from './masking';

const example = z.strictObject({
  name: z.string(),
  schema: z.record(z.string(), z.unknown()),
  value: z.unknown(),
  masked: z.unknown(),
});

test.each(z.array(example).parse(JSON.parse(readFileSync('contracts/masking.json', 'utf8'))))(
  '$name',
  ({ schema, value, masked }) => {
    expect(maskingOf(schema)(value)).toEqual(masked);
  },
);
