import { expect, it } from 'vitest';
import type { Progress } from '../contract/progress';
import { paced } from './paced';

it('tells the first of each step at once, then ten a second, and nothing afterwards', () => {
  let now = 0;
  const told: Progress[] = [];
  const report = paced(
    (progress) => told.push(progress),
    () => now,
  );
  for (now = 0; now < 1000; now++) report({ step: 'index', done: now, all: 1000 });
  expect(told.map(({ done }) => done)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  now = 901;
  report({ step: 'judge', done: 0, all: null });
  expect(told.at(-1)).toEqual({ step: 'judge', done: 0, all: null });
});
