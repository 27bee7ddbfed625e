// What a blind eye and a shaky hand need, as far as a program can tell: axe on the page as it stands.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeWindow {
  readonly axe: { run(context: unknown, options: RunOptions): Promise<AxeResults> };
}

/** `rule: where` of each serious or critical violation. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Halfway through a transition, a background still has the colour of the theme before.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity),
  );
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(async () => {
    // The answer to the question before is dimmed while the next one is worked out, on a slow machine for long: what
    // is inactive needs no contrast, and what is judged here is what stands once it is answered.
    const root = document.documentElement;
    root.style.setProperty('--o-stale', '1');
    try {
      return await (window as unknown as AxeWindow).axe.run(document, { resultTypes: ['violations'] });
    } finally {
      root.style.removeProperty('--o-stale');
    }
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
