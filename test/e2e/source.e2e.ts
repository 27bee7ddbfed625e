// Sources beside figures: found once the user has said where, walked along calls by keys, compared, and kept for the session.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { chromiumHost, electronHost, screenshot, titleOf, type Workbench } from './support/workbench';

const SERVICES = resolve(import.meta.dirname, '../services');
const code = (page: Page): Locator => page.getByRole('grid', { name: 'Source of the function' });
/** The line that is selected, as a screen reader has it. */
const line = (page: Page): Promise<string> =>
  code(page)
    .locator('[role=row][aria-selected=true]')
    .evaluate((row) =>
      [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent).join('|'),
    );
const where = (page: Page): Locator => page.getByRole('textbox', { name: /^Folder of the checkout/ });

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('sources', host), () => {
    const folder = temporaryFolder('source-e2e');
    let workbench: Workbench;
    let page: Page;
    const bin = join(folder, 'bin');
    const path = process.env['PATH'];
    const open = async (): Promise<void> => {
      workbench = await host.open(join(folder, 'workspace'), join(folder, 'home'));
      page = workbench.page;
    };
    beforeAll(async () => {
      mkdirSync(bin);
      process.env['PATH'] = `${bin}:${path}`;
      await open();
      await page.getByRole('button', { name: 'Open the sample session' }).click();
      await page.getByRole('heading', { name: 'collect-svr (sample)' }).waitFor();
      await page.getByRole('tab', { name: 'Profile' }).click();
    });
    afterAll(async () => {
      process.env['PATH'] = path;
      await workbench.close();
    });

    it('are shown of what is selected in the table, be its rows functions, lines or files', async () => {
      const table = page.getByRole('grid', { name: 'Profile' });
      const rowsBy = async (name: string, head: RegExp): Promise<void> => {
        await page.getByRole('combobox', { name: 'Rows' }).click();
        await page.getByRole('option', { name, exact: true }).click();
        await table.getByText(head).waitFor();
      };
      await rowsBy('Files', /^File; \d+ in all$/);
      await table.getByTitle(/internal\/pkg\/config\/rainbow\.go$/).waitFor();
      await rowsBy('Lines', /^Function; \d+ lines in all$/);
      await table.getByText('rainbow.go:63').click();
      await screenshot(page, `${host.name}-lines`);
      expect(await seriousViolations(page)).toEqual([]);
      await rowsBy('Functions', /^Function; \d+ in all$/);
      // The largest row of the same function.
      await table.getByRole('row', { selected: true }).getByText('config.decodeAppConfig').waitFor();
      const details = page.getByRole('complementary', { name: 'The selected function' });
      await details.getByText('rainbow.go:62').waitFor();
      await page.getByRole('button', { name: 'Inlined into callers', pressed: false }).click();
      await page.getByRole('button', { name: 'Inlined into callers', pressed: true }).click();
    });

    it('are asked for where they are not found, and found where the user says', async () => {
      await page.getByRole('radio', { name: 'Source' }).click();
      await page
        .getByText('The source is not found: example.org/collect/internal/pkg/config/rainbow.go')
        .waitFor();
      // What each line spends is known without it.
      await expect.poll(() => line(page)).toMatch(/^140\.\d\|140\.\d\|63\|$/);
      await where(page).fill(join(folder, 'nowhere'));
      await page.getByRole('button', { name: 'Look there' }).click();
      await page.getByText(/^There is no .*nowhere on the machine/).waitFor();
      await where(page).fill('services');
      await where(page).press('Enter');
      await page.getByText(/^services does not say where/).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      const browse = page.getByRole('button', { name: 'Browse…' });
      if (workbench.chooseFolder === null) {
        expect(await browse.count()).toBe(0);
        await where(page).fill(SERVICES);
      } else {
        await workbench.chooseFolder(SERVICES);
        await browse.click();
        await expect.poll(() => where(page).inputValue()).toBe(SERVICES);
      }
      await where(page).press('Enter');
      await expect.poll(() => line(page)).toMatch(/^140\.\d\|140\.\d\|63\|\s*\S+/);
      await page.getByText(join(SERVICES, 'internal/pkg/config/rainbow.go')).waitFor();
      await screenshot(page, `${host.name}-source`);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('are walked by keys: lines, costs, the whole file, a call and back', async () => {
      const table = page.getByRole('grid', { name: 'Profile' });
      await page.locator('[data-filter]').first().fill('Watch.func1');
      await table.getByRole('row').nth(1).click();
      await page
        .getByText(/trpc-config-rainbow@v0.0.0\/kv_config\.go$/)
        .first()
        .waitFor();
      await table.getByRole('row', { name: /appCon/ }).click();
      await expect.poll(() => line(page)).toMatch(/\|\|?1\d\d\.\d\|\d+\|/);
      await code(page).focus();
      const hot = await line(page);
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => line(page)).not.toBe(hot);
      await page.keyboard.press('F3');
      await page.keyboard.press('Shift+F3');
      await expect.poll(() => line(page)).toMatch(/\d\.\d\|/);
      await page.keyboard.press('Escape');
      await expect.poll(() => code(page).getByRole('row').first().isVisible()).toBe(true);
      await page.keyboard.press('Home');
      await expect.poll(() => line(page)).toMatch(/\|1\|/);
      await page.keyboard.press('Escape');
      await page.keyboard.press('F3');
      const from = await line(page);
      await page.getByRole('heading', { name: /^Calls of line/ }).waitFor();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => line(page)).not.toBe(from);
      await expect
        .poll(() => page.getByRole('button', { name: 'Back' }).getAttribute('aria-disabled'))
        .toBe(null);
      await page.getByRole('button', { name: 'Back' }).click();
      await expect.poll(() => line(page)).toBe(from);
      await code(page).focus();
      await page.keyboard.press('Control+c');
      await page.getByText('Copied path and line').first().waitFor();
      await page.locator('[data-filter]').first().fill('');
    });

    it('are opened in the editor at the line, and what is not there is said', async () => {
      const said = join(folder, 'said.txt');
      const argv = (): string => (existsSync(said) ? readFileSync(said, 'utf8') : '');
      await page.getByRole('button', { name: 'Open in the editor' }).click();
      await page.getByText(/^There is no program code on the machine/).waitFor();
      writeFileSync(join(bin, 'code'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${said}'\n`, { mode: 0o755 });
      const [, number] = /\|(\d+)\|[^|]*$/.exec(await line(page)) ?? [];
      await code(page).focus();
      await page.keyboard.press('Enter');
      const file = join(SERVICES, 'internal/pkg/config/rainbow.go');
      await expect.poll(argv).toBe(`-g\n${file}:${number}\n`);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('App settings');
      await page.keyboard.press('Enter');
      await page.getByRole('combobox', { name: 'Editor' }).click();
      await page.getByRole('option', { name: 'Another command' }).click();
      const command = page.getByRole('textbox', { name: 'Command' });
      // A page that others could reach does not say which program is run.
      if (host.name === 'Chromium')
        await page.getByText(/^Which program is run is not set from a page/).waitFor();
      else await command.waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await page.getByRole('combobox', { name: 'Editor' }).click();
      await page.getByRole('option', { name: 'Visual Studio Code' }).click();
      await page.keyboard.press('Escape');
    });

    it('have both sides of a comparison', async () => {
      await page.getByRole('tab', { name: 'Compare' }).click();
      await page.getByRole('radio', { name: 'Source' }).click();
      await expect.poll(() => line(page)).toMatch(/^\|\+4,382\|[\d,]*\|4,\d{3}\|54\|/);
      await screenshot(page, `${host.name}-source-difference`);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('are kept for the session on this machine, and changed in its settings', async () => {
      await workbench.close();
      await open();
      await page.getByRole('tab', { name: 'Settings' }).click();
      const section = page.getByRole('region', { name: 'Sources' });
      const build = section.getByRole('textbox', { name: 'As the build names it' });
      await expect.poll(() => build.inputValue()).toBe('example.org/collect');
      await section.getByRole('button', { name: /^Remove / }).click();
      await section.getByRole('button', { name: 'Save the folders' }).click();
      await page.getByText('The folders of sources are saved').first().waitFor();
      await page.getByRole('tab', { name: 'Profile' }).click();
      await page.getByRole('radio', { name: 'Source' }).click();
      await page.getByText(/^The source is not found/).waitFor();
      await page.getByRole('button', { name: 'All folders of this session' }).click();
      await section.getByRole('button', { name: 'Add a folder' }).click();
      await build.fill('/');
      await section.getByRole('textbox', { name: 'Folder here' }).fill('/');
      await section.getByRole('button', { name: 'Save the folders' }).click();
      await page.getByText(/^A whole disk is no folder of sources/).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}
