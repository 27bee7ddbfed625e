// The values of labels: what each has of a profile, one of them alone in every view, and as root; and the sum of many
// captures.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import {
  chromiumHost,
  electronHost,
  saveView,
  screenshot,
  titleOf,
  type Workbench,
} from './support/workbench';

const grid = (page: Page) => page.getByRole('grid', { name: 'Values of the label' });
const inAll = (page: Page) => page.getByText(/in all$/).first();

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('labels', host), () => {
    const folder = temporaryFolder('labels-e2e');
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      page = workbench.page;
      await page.getByRole('button', { name: 'Open the sample session' }).click();
      await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
      await page.getByRole('tab', { name: 'Profile' }).click();
      await page.getByRole('radio', { name: 'Labels' }).click();
      await grid(page).waitFor();
    });
    afterAll(() => workbench.close());

    it('have what their values have, the most first, and are saved as a table', async () => {
      await page.getByRole('combobox', { name: 'Label', exact: true }).filter({ hasText: 'bytes' }).waitFor();
      const shares = await grid(page).getByRole('row').locator('.n').allInnerTexts();
      const numbers = shares.map((text) => Number.parseFloat(text.replace('<', '')));
      expect(numbers.length).toBeGreaterThan(2);
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
      await screenshot(page, `${host.name}-labels`);
      // On the desktop a dialog asks where to, which no test can answer.
      if (host !== chromiumHost) return;
      const csv = (await saveView(page, 'CSV')).bytes.toString().split('\r\n');
      expect(csv[0]).toBe('"Value, bytes",Share,bytes');
      expect(csv[1]).toMatch(/^\d{6,},[\d.]+%,\S+$/);
      expect(csv).toHaveLength(numbers.length + 2);
    });

    it('narrow every view to one value, by key', async () => {
      await grid(page).focus();
      await page.keyboard.press('ArrowDown');
      const details = page.getByRole('complementary', { name: 'The selected value' });
      await details.waitFor();
      await grid(page).focus();
      await page.keyboard.press('F');
      await page.getByText(/^bytes=/).waitFor();
      await expect.poll(() => grid(page).getByRole('row', { selected: true }).count()).toBe(1);
      await expect.poll(async () => (await grid(page).getByRole('row').count()) - 1).toBe(1);
      await page.getByRole('radio', { name: 'Table' }).click();
      await page.getByRole('grid', { name: 'Profile' }).getByRole('row').nth(1).waitFor();
      await page.getByRole('radio', { name: 'Labels' }).click();
      await grid(page).waitFor();
    });

    it('become the root of the stacks', async () => {
      await page.getByRole('button', { name: 'As root' }).click();
      await page.getByRole('radio', { name: 'Flame graph', checked: true }).waitFor();
      await page.getByRole('tree').first().waitFor();
      await page.getByText('tagroot').first().waitFor();
      await screenshot(page, `${host.name}-label-root`);
    });

    it('and all captures from A to B are added up, and said to be', async () => {
      await page.getByRole('radio', { name: 'Table' }).click();
      const before = await inAll(page).innerText();
      await page.getByRole('radio', { name: 'Sum' }).click();
      await page.getByText(/sum of 74 captures of heap/).waitFor();
      await page.getByText(/^What was there at each of 74 captures/).waitFor();
      expect(await inAll(page).innerText()).not.toBe(before);
      await screenshot(page, `${host.name}-sum`);
      await page.getByRole('radio', { name: 'B', exact: true }).click();
      await expect.poll(() => inAll(page).innerText()).toBe(before);
    });

    it('and any that are picked on the timeline, by pointer and by key', async () => {
      const before = await inAll(page).innerText();
      const timeline = page.getByRole('group', { name: 'Timeline', exact: true });
      const box = (await timeline.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      for (const share of [0.3, 0.6])
        await timeline.click({
          position: { x: box.width * share, y: box.height / 2 },
          modifiers: ['ControlOrMeta'],
        });
      await page.getByRole('radio', { name: '2 picked', checked: true }).waitFor();
      await page.getByText(/sum of 2 captures of heap/).waitFor();
      // The keys are for what is under the pointer, where it is.
      await inAll(page).hover();
      await timeline.focus();
      await page.keyboard.press('End');
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.getByText(/sum of 3 captures of heap/).waitFor();
      await screenshot(page, `${host.name}-picked`);
      // The crosshair goes first, then what is picked.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.getByRole('radio', { name: 'B', exact: true, checked: true }).waitFor();
      await expect.poll(() => inAll(page).innerText()).toBe(before);
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}
