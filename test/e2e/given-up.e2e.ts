// Whoever waits too long and gives up sees that, and no figures that answer another question than the one that is asked.
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, electronHost, screenshot, titleOf, type Workbench } from './support/workbench';

const ANALYSES = ['profile.top', 'profile.flame', 'compare.get', 'compare.flame', 'goroutines.group'];
const cards = (page: Page): Locator => page.getByRole('status').filter({ hasText: /Reading|Comparing/ });

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('a question that is given up', host), () => {
    const folder = temporaryFolder('given-up-e2e');
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      page = workbench.page;
      await page.getByRole('button', { name: 'Open the sample session' }).click();
      await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
    });
    afterAll(() => workbench.close());

    /** Asks while nothing is answered, gives up, and looks at what is left; then asks again. */
    async function giveUp(ask: () => Promise<void>, isLeft: () => Promise<void>): Promise<void> {
      const held = await workbench.hold(...ANALYSES);
      await ask();
      const cancel = cards(page).getByRole('button', { name: 'Cancel' });
      await cancel.first().waitFor();
      expect(await cards(page).count()).toBe(1);
      await cancel.click();
      await page.getByText('Cancelled', { exact: true }).waitFor();
      expect(await cards(page).count()).toBe(0);
      await isLeft();
      await held.release();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('Cancelled', { exact: true }).waitFor({ state: 'detached' });
    }

    it('leaves no figures of other pins', async () => {
      await page.getByRole('tab', { name: 'Compare' }).click();
      const table = page.getByRole('grid', { name: 'Compare' });
      await table.waitFor();
      await giveUp(
        () => page.keyboard.press('['),
        async () => {
          expect(await table.count()).toBe(0);
          await screenshot(page, `${host.name}-given-up`);
        },
      );
      await table.waitFor();
    });

    it('leaves no table of another kind, and the way to the one before', async () => {
      const kind = page.getByRole('combobox', { name: 'Kind' });
      const before = await kind.innerText();
      const choose = async (name: string | RegExp): Promise<void> => {
        await kind.click();
        await page.getByRole('option', { name }).click();
      };
      await giveUp(
        () => choose(/^Heap/i),
        async () => {
          expect(await kind.innerText()).not.toBe(before);
          expect(await page.getByRole('grid', { name: 'Compare' }).count()).toBe(0);
        },
      );
      await page.getByRole('grid', { name: 'Compare' }).waitFor();
    });

    it('leaves no picture of another direction, and the other can still be chosen', async () => {
      await page.getByRole('tab', { name: 'Profile' }).click();
      await page.getByRole('radio', { name: 'Flame graph' }).click();
      const graph = page.getByRole('tree');
      await graph.waitFor();
      await giveUp(
        async () => {
          await page.getByRole('radio', { name: 'Bottom up' }).click();
          // What is saved meanwhile would be of either direction.
          await page.getByRole('button', { name: 'Save as a file' }).click();
          const choices = page.getByRole('menuitem');
          await choices.nth(3).waitFor();
          expect(await choices.filter({ hasNotText: 'Once the new answer is here' }).count()).toBe(0);
          await page.keyboard.press('Escape');
        },
        async () => expect(await graph.count()).toBe(0),
      );
      await graph.waitFor();
      // Not asked again: another question is the way out.
      const held = await workbench.hold(...ANALYSES);
      await page.getByRole('radio', { name: 'Top down' }).click();
      await cards(page).getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Cancelled', { exact: true }).waitFor();
      await held.release();
      await page.getByRole('radio', { name: 'Bottom up' }).click();
      await graph.waitFor();
      await page.getByRole('radio', { name: 'Top down' }).click();
      await graph.waitFor();
    });

    it('leaves no picture of another sample type, under one card and not two', async () => {
      const total = page.getByText(/ in all$/);
      const choose = async (name: string): Promise<void> => {
        await page.getByRole('combobox', { name: 'Sample type' }).click();
        await page.getByRole('option', { name }).click();
      };
      await giveUp(
        () => choose('alloc_space'),
        async () => {
          expect(await page.getByRole('tree').count()).toBe(0);
          expect(await page.getByText(/^inuse_space, heap of/).count()).toBe(0);
          expect(await total.count()).toBe(0);
        },
      );
      await page.getByRole('tree').waitFor();
    });

    it('leaves no goroutines in groups of another kind', async () => {
      await page.getByRole('tab', { name: 'Goroutines' }).click();
      const table = page.getByRole('grid', { name: 'Goroutines' });
      await table.waitFor();
      await giveUp(
        () => page.getByRole('radio', { name: 'Site' }).click(),
        async () => expect(await table.count()).toBe(0),
      );
      await table.waitFor();
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}
