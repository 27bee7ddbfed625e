import { expect, it } from 'vitest';
import { z } from 'zod';
import { sayIssue } from './say-issue';

const schema = z.strictObject({
  name: z.string().min(1),
  plan: z.object({ everyMs: z.number().int().min(1000).max(9000) }),
  theme: z.enum(['light', 'dark']),
});
const good = { name: 'x', plan: { everyMs: 2000 }, theme: 'dark' };
const said = (value: unknown): string => sayIssue(schema.safeParse(value).error?.issues[0], 'The arguments');

it('says what is wrong in a sentence that names the value', () => {
  expect(said(7)).toBe('The arguments must be an object');
  expect(said({ ...good, name: 7 })).toBe('name must be a string');
  expect(said({ ...good, name: '' })).toBe('name must hold at least 1');
  expect(said({ ...good, plan: { everyMs: 5 } })).toBe('plan.everyMs must be at least 1000');
  expect(said({ ...good, plan: { everyMs: 50_000 } })).toBe('plan.everyMs must be at most 9000');
  expect(said({ ...good, theme: 'blue' })).toBe('theme must be one of light, dark');
  expect(said({ ...good, extra: 1 })).toBe('The arguments must not hold extra');
  expect(said({ ...good, plan: { everyMs: 1500.5 } })).toBe('plan.everyMs must be an integer');
});
