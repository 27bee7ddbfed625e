// What a day is made of: languages and themes switched while one works, views that all can use, a console without a word.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { chromiumHost, electronHost, openLoaded, titleOf, type Workbench } from './support/workbench';

const folder = temporaryFolder('everyday');

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('every day', host), () => {
    let workbench: Workbench;
    let page: Page;
    beforeAll(async () => {
      workbench = await openLoaded(host, folder);
      page = workbench.page;
    });
    afterAll(async () => {
      await workbench.close();
    });

    it('switches language and theme while one works, and keeps both', async () => {
      await page.getByRole('link', { name: /collect_svr/ }).click();
      await page.getByRole('grid').waitFor();
      const loaded = await page.evaluate(() => performance.timeOrigin);
      await choose(page, ',', '简体中文');
      await page.getByRole('tab', { name: '发现' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
      await page
        .getByText(/Goroutine 每分钟增长|每分钟/)
        .first()
        .waitFor();
      await choose(page, ',', '深色');
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
      // The same page all the time.
      expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);
      await page.reload();
      await page.getByRole('tab', { name: '发现' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
      await choose(page, ',', 'English');
      await choose(page, ',', 'Light');
      await page.getByRole('tab', { name: 'Findings' }).waitFor();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('finds with axe what is planted', async () => {
      // Text that can hardly be read, and a button that nobody can name.
      await page.evaluate(() => {
        const name = document.querySelector<HTMLElement>('nav .name');
        if (name !== null) name.style.color = '#d5d5d5';
        const button = document.createElement('button');
        button.id = 'planted';
        document.querySelector('nav')?.append(button);
      });
      const found = await seriousViolations(page);
      await page.evaluate(() => {
        document.querySelector<HTMLElement>('nav .name')?.style.removeProperty('color');
        document.querySelector('#planted')?.remove();
      });
      expect(found).toContain('button-name: #planted');
      expect(found).toContain('color-contrast: .name');
    });

    it.each([
      ['English', 'Light'],
      ['简体中文', 'Dark|深色'],
      ['English', 'Dark|深色'],
      ['简体中文', 'Light|浅色'],
    ])('has no view that axe finds a serious fault in, in %s, %s', async (language, theme) => {
      await choose(page, ',', new RegExp(`^(${theme})$`));
      await choose(page, ',', language);
      const faults: Record<string, string[]> = {};
      const check = async (view: string): Promise<void> => {
        const found = await seriousViolations(page);
        if (found.length > 0) faults[view] = found;
      };
      const checkDialogs = async (keys: readonly string[]): Promise<void> => {
        for (const key of keys) {
          await page.keyboard.press(key);
          await page.getByRole('dialog').waitFor();
          await check(`dialog of ${key}`);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
      };
      for (const name of [/collect_svr/, /a service whose name/]) {
        await page.getByRole('link', { name }).click();
        await page.getByRole('grid').waitFor();
        const tabs = await page.getByRole('tab').allInnerTexts();
        for (const [i, tab] of tabs.entries()) {
          await page.keyboard.press(String(i + 1));
          await page.getByRole('tab', { name: tab, selected: true }).waitFor();
          const grid = page.getByRole('grid').first();
          if (i < 4) {
            await grid.getByRole('row').nth(1).waitFor();
            await grid.focus();
            await page.keyboard.press('Home');
          }
          await check(`${String(name)} ${tab}`);
        }
        await page.keyboard.press('1');
        await page.getByRole('tab', { name: tabs[0] ?? '', selected: true }).waitFor();
        await checkDialogs(['e', 'm']);
      }
      for (const name of [/empty_svr/, /broken-svr/]) {
        await page.getByRole('link', { name }).click();
        await page.locator('main .empty, main .failed').first().waitFor();
        await check(String(name));
      }
      await checkDialogs(['?', 'n', ',', 'Control+k']);
      expect(faults).toEqual({});
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('has a first page and a sample that axe finds no serious fault in', async () => {
      const first = await host.open(join(folder, host.name, 'new'), join(folder, host.name, 'home2'));
      try {
        await first.page.getByRole('button', { name: 'Open the sample session' }).waitFor();
        // Out of the field in which one pastes, where a comma is a comma.
        await first.page.keyboard.press('Tab');
        for (const theme of ['Light', 'Dark']) {
          await choose(first.page, ',', theme);
          expect(await seriousViolations(first.page)).toEqual([]);
        }
        // Two process lives: the table of them is there, too.
        await first.page.getByRole('button', { name: 'Open the sample session' }).click();
        await first.page.getByRole('region', { name: 'Per process life' }).waitFor();
        for (const theme of ['Dark', 'Light']) {
          await choose(first.page, ',', theme);
          expect(await seriousViolations(first.page)).toEqual([]);
        }
        expect(first.consoleErrors).toEqual([]);
      } finally {
        await first.close();
      }
    });
  });
}

/** In the app's settings, opened and closed by key. */
async function choose(page: Page, key: string, option: string | RegExp): Promise<void> {
  await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  const radio = dialog.getByRole('radio', {
    name: option,
    ...(typeof option === 'string' ? { exact: true } : {}),
  });
  await radio.click();
  await dialog.locator('[aria-checked=true]').filter({ hasText: option }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}
