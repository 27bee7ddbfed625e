// What a system asks of every page: its own few colours, and no motion. Nothing is invisible then, and nothing moves.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, screenshot, titleOf, type Workbench } from './support/workbench';

describe.skipIf(chromiumHost.why !== null)(titleOf('what the system asks for', chromiumHost), () => {
  const folder = temporaryFolder('preferences');
  let workbench: Workbench;
  let page: Page;
  beforeAll(async () => {
    workbench = await chromiumHost.open(join(folder, 'workspace'), join(folder, 'home'));
    page = workbench.page;
    await page.getByRole('button', { name: 'Open the sample session' }).click();
    await page.getByRole('grid').first().getByText('rainbow.go').first().waitFor();
  });
  afterAll(async () => {
    await workbench.close();
  });

  it.each(['light', 'dark'] as const)('is seen in forced colours, %s', async (colorScheme) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const grid = page.getByRole('grid').first();
    await grid.focus();
    await page.keyboard.press('Home');
    const [chosen, other] = await grid
      .getByRole('row')
      .evaluateAll((rows) =>
        [true, false]
          .map((isChosen) =>
            rows
              .filter((row) => row.hasAttribute('aria-selected'))
              .find((row) => (row.getAttribute('aria-selected') === 'true') === isChosen),
          )
          .map((row) => (row === undefined ? '' : getComputedStyle(row).backgroundColor)),
      );
    expect(chosen).not.toBe(other);

    // Wherever the keys are, an outline says so.
    const unseen: string[] = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement ?? document.body;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
        return isOutlined || element === document.body ? null : element.outerHTML.slice(0, 120);
      });
      if (at !== null) unseen.push(at);
    }
    expect(unseen).toEqual([]);

    // What is drawn is drawn in colours that differ from the ground.
    await page.keyboard.press('2');
    await page.getByRole('tab', { name: 'Goroutines', selected: true }).waitFor();
    await page.locator('.states .bar i').first().waitFor();
    const alike = await page.evaluate(() => {
      const ground = getComputedStyle(document.body).backgroundColor;
      return [...document.querySelectorAll('.states .bar i, .sw')]
        .map((element) => getComputedStyle(element))
        .filter(
          ({ backgroundColor, backgroundImage }) => backgroundImage === 'none' && backgroundColor === ground,
        ).length;
    });
    expect(alike).toBe(0);
    await page.keyboard.press('1');
    await page.getByRole('grid').first().getByText('rainbow.go').first().waitFor();
    await screenshot(page, `forced-colors-${colorScheme}`);
    await page.emulateMedia({ forcedColors: 'none' });
    expect(workbench.consoleErrors).toEqual([]);
  });

  it('does not move where no motion is wanted', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.keyboard.press('t');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    const moving = await page.evaluate(() => ({
      running: document.getAnimations().length,
      able: [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
          const takes = (durations: string): boolean =>
            durations.split(',').some((one) => parseFloat(one) > 0);
          return takes(transitionDuration) || (animationName !== 'none' && takes(animationDuration));
        })
        .map((element) => element.outerHTML.slice(0, 100)),
    }));
    expect(moving).toEqual({ running: 0, able: [] });
    await page.keyboard.press('Escape');
    expect(workbench.consoleErrors).toEqual([]);
  });
});
