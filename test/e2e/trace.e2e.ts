// The story by traces: two of the leaking service, 22 hours of its clock apart. What leaks comes first; its lanes are marked in
// both; a stretch says where it stood, who began it, and which dumps have it.
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { makeTracesWorkspace } from './support/traces-workspace';
import {
  chromiumHost,
  electronHost,
  openTab,
  screenshot,
  titleOf,
  type Workbench,
} from './support/workbench';

const pane = (page: Page, pin: 'A' | 'B'): Locator => page.getByRole('region', { name: `Lanes of ${pin}` });
const more = (page: Page): Locator => page.getByRole('grid', { name: 'What is more in B' });
const stretch = (page: Page): Locator => page.getByRole('region', { name: 'Selected stretch' });

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('two traces', host), () => {
    const folder = temporaryFolder('trace-e2e');
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      await makeTracesWorkspace(join(folder, 'workspace'), 'collect-svr');
      workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      page = workbench.page;
      await page.getByText('collect-svr').first().click();
      await page.getByRole('heading', { name: 'collect-svr', level: 1 }).waitFor();
    });
    afterAll(() => workbench.close());

    it('show at first sight what is more: both sites that wait for ever', async () => {
      await openTab(page, 'Trace');
      await page.getByRole('heading', { name: /goroutines more, all in 2 start functions/ }).waitFor();
      const rows = more(page).getByRole('row');
      const texts = await Promise.all([1, 2, 3].map((i) => rows.nth(i).innerText()));
      expect(texts[0]).toContain('Watch');
      expect(texts[1]).toContain('Watch');
      expect(texts[2]).not.toContain('Watch');
      const grown = texts.map((text) => Number(/\+([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? 0));
      expect(grown[0]).toBeGreaterThan(1000);
      expect(grown[1]).toBeGreaterThan(1000);
      expect(grown[2]).toBeLessThan(100);
      for (const pin of ['A', 'B'] as const)
        await pane(page, pin)
          .getByText(/^[0-9,]+ goroutines$/)
          .waitFor();
      await screenshot(page, `${host.name}-traces`);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('mark the lanes of what is chosen in both', async () => {
      await more(page).focus();
      await page.keyboard.press('ArrowDown');
      for (const pin of ['A', 'B'] as const)
        await expect.poll(() => pane(page, pin).locator('.label.marked').count()).toBeGreaterThan(0);
      const [a, b] = await Promise.all(
        (['A', 'B'] as const).map((pin) => pane(page, pin).locator('.label.marked').first().boundingBox()),
      );
      // To one scale: what is more is higher.
      expect(b?.height).toBeGreaterThan((a?.height ?? 0) * 1.5);
      await screenshot(page, `${host.name}-traces-marked`);
    });

    it('are gone through by keys, from a group to a lane to a stretch and who began it', async () => {
      const lanes = page.getByRole('group', { name: 'Lanes' });
      await lanes.focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => pane(page, 'B').locator('.label.lanes').count()).toBeGreaterThan(3);
      await page.keyboard.press('ArrowDown');
      await stretch(page).waitFor();
      await stretch(page).getByText('before the trace').waitFor();
      await stretch(page).getByText('chan receive').first().waitFor();
      await stretch(page)
        .getByText(/rainbow\.go|watch\.go|kv\w*\.go/)
        .first()
        .waitFor();
      const axis = page.locator('.tick');
      const before = await axis.allInnerTexts();
      await lanes.focus();
      for (let i = 0; i < 6; i++) await page.keyboard.press('w');
      await expect.poll(() => axis.allInnerTexts()).not.toEqual(before);
      await page.keyboard.press('f');
      await expect.poll(() => axis.allInnerTexts()).toEqual(before);
      await screenshot(page, `${host.name}-traces-stretch`);
      // It takes the view, and F gives it back.
      await page.keyboard.press('w');
      const near = await axis.allInnerTexts();
      await stretch(page).getByRole('button', { name: 'Zoom to it' }).click();
      await expect.poll(() => axis.allInnerTexts()).not.toEqual(near);
      await lanes.focus();
      await page.keyboard.press('f');
      await expect.poll(() => axis.allInnerTexts()).toEqual(before);
    });

    it('lead to the dumps of the same process life', async () => {
      const link = stretch(page).getByRole('button', { name: 'Goroutines' });
      await link.last().waitFor();
      expect(await stretch(page).getByText('In dumps of this process life').count()).toBe(1);
      await link.last().click();
      await page.getByRole('tab', { name: 'Goroutines', selected: true }).waitFor();
      await expect.poll(() => page.getByRole('row', { selected: true }).count()).toBe(1);
      expect(await page.getByRole('row', { selected: true }).innerText()).toContain('Watch');
      await openTab(page, 'Trace');
      await page.getByRole('heading', { name: /goroutines more/ }).waitFor();
    });

    it('say what was done in a selected time, and what was waited for', async () => {
      await pane(page, 'B')
        .locator('canvas')
        .hover({ position: { x: 120, y: 100 } });
      await page.mouse.down();
      const box = await pane(page, 'B').locator('canvas').boundingBox();
      await page.mouse.move((box?.x ?? 0) + 320, (box?.y ?? 0) + 110, { steps: 4 });
      await page.mouse.up();
      const sums = page.getByRole('grid', { name: 'Selected time' });
      await sums.getByRole('row').nth(1).waitFor();
      expect(await sums.getByRole('row').nth(1).innerText()).toContain('chan receive');
      await page.getByRole('button', { name: 'Flame graph of blocked time' }).click();
      await page.getByRole('tree').first().waitFor();
      await screenshot(page, `${host.name}-traces-range`);
      await page.getByRole('button', { name: 'Back to the sums' }).click();
      await sums.waitFor();
    });

    it('show goroutines of any moment, processors, and what is looked for', async () => {
      await page.getByRole('radio', { name: 'At a moment' }).click();
      await page.getByRole('heading', { name: /goroutines at/ }).waitFor();
      await page.getByRole('radio', { name: 'Site' }).click();
      const census = page.getByRole('grid', { name: 'Goroutines at a moment' });
      await expect.poll(() => census.getByRole('row').nth(1).innerText()).toContain('Watch');
      await page.getByRole('radio', { name: 'Processors' }).click();
      await pane(page, 'B').getByText('P 0').waitFor();
      await screenshot(page, `${host.name}-traces-procs`);
      await page.getByRole('radio', { name: 'Goroutines', exact: true }).click();
      await page.getByPlaceholder('Function, goroutine id').fill('backOff');
      await expect.poll(() => pane(page, 'A').locator('.label.group', { hasText: 'Watch' }).count()).toBe(0);
      await page.getByPlaceholder('Function, goroutine id').fill('');
      await pane(page, 'A').locator('.label.group', { hasText: 'Watch' }).first().waitFor();
    });

    it('without a word in the console', () => {
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}
