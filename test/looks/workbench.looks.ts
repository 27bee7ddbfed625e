// `npm run looks`: pictures of everything the workbench shows, in each size, theme and language, for the eye; and what a
// program can see of them. Into test-results/screenshots/looks. The two variables narrow it down while one mends:
// PLUMBLINE_LOOKS_SCENES (a pattern of names), PLUMBLINE_LOOKS_SIZES (widths).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumHost, SCREENSHOTS, titleOf, type Workbench } from '../e2e/support/workbench';
import { temporaryFolder } from '../support/temporary-folder';
import { FIRST_SCENES, leaveAll, SCENES, type Scene } from './scenes';
import { visibleFaults } from './visible-faults';
import { makeFullWorkspace } from './workspace';

const wanted = new RegExp(process.env['PLUMBLINE_LOOKS_SCENES'] ?? '.');
const widths = process.env['PLUMBLINE_LOOKS_SIZES']?.split(',').map(Number);
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
].filter(({ width }) => widths?.includes(width) ?? true);
const THEMES = ['light', 'dark'] as const;
const LANGUAGES = [
  { id: 'en', option: 'English' },
  { id: 'zh-CN', option: '简体中文' },
];

const folder = temporaryFolder('looks');
const pictures = join(SCREENSHOTS, 'looks');

describe.skipIf(chromiumHost.why !== null)(titleOf('how it looks', chromiumHost), () => {
  let workbench: Workbench;
  let page: Page;

  describe('with sessions in every state', () => {
    beforeAll(async () => {
      const workspace = join(folder, 'workspace');
      await makeFullWorkspace(workspace);
      workbench = await chromiumHost.open(workspace, join(folder, 'home'));
      page = workbench.page;
      page.setDefaultTimeout(15_000);
      await page.getByRole('navigation').first().getByRole('link').first().waitFor();
    });
    afterAll(async () => {
      await workbench.close();
    });
    it.each(LANGUAGES)('in $id', async (language) => {
      await speak(page, language.option);
      expect(await lookAt(page, SCENES, language.id)).toEqual({});
      expect(workbench.consoleErrors).toEqual([]);
    });
  });

  describe('with nothing yet', () => {
    it('is judged by an eye that sees what is planted', async () => {
      await page.evaluate(() => {
        const plant = (html: string): void => document.body.insertAdjacentHTML('beforeend', html);
        plant(
          '<button class="planted" style="width:40px;padding:0;overflow:hidden;white-space:nowrap">A label that is cut</button>',
        );
        plant('<p class="planted" style="height:8px;overflow:hidden">Words cut below</p>');
        plant('<div class="planted" role="menu" style="position:fixed;left:-50px;top:0">A menu</div>');
        plant(
          '<div class="toolbar planted" style="width:90px;flex-wrap:nowrap;position:fixed;right:0;bottom:0"><button style="flex:none;width:120px">A button</button></div>',
        );
      });
      const found = await visibleFaults(page);
      await page.evaluate(() => {
        for (const planted of document.querySelectorAll('.planted')) planted.remove();
      });
      expect(found).toContain('cut: button.planted: A label that is cut');
      expect(found).toContain('cut below: p.planted: Words cut below');
      expect(found).toContain('outside of the window: div.planted: A menu');
      expect(found).toContain('runs over: div.toolbar.planted: A button');
      expect(found).toContain('out of reach: button: A button');
    });

    beforeAll(async () => {
      workbench = await chromiumHost.open(join(folder, 'new'), join(folder, 'home-of-new'));
      page = workbench.page;
      await page.getByRole('textbox').first().waitFor();
    });
    afterAll(async () => {
      await workbench.close();
    });
    it.each(LANGUAGES)('in $id', async (language) => {
      await speak(page, language.option);
      expect(await lookAt(page, FIRST_SCENES, language.id)).toEqual({});
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
});

async function speak(page: Page, language: string): Promise<void> {
  await leaveAll(page);
  await page.keyboard.press(',');
  await page.getByRole('radio', { name: language, exact: true }).click();
  await page.locator('[aria-checked=true]').filter({ hasText: language }).waitFor();
  await leaveAll(page);
}

/** Takes the pictures, and answers the faults of each that has some. */
async function lookAt(
  page: Page,
  scenes: readonly Scene[],
  language: string,
): Promise<Record<string, string[]>> {
  const faults: Record<string, string[]> = {};
  for (const scene of scenes.filter(({ name }) => wanted.test(name))) {
    await leaveAll(page);
    try {
      await scene.show(page);
    } catch (error) {
      faults[`${scene.name} ${language}`] = [`no way there: ${String(error).split('\n')[0] ?? ''}`];
    }
    for (const size of SIZES) {
      for (const theme of THEMES) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await settle(page);
        const into = join(pictures, `${size.width}-${theme}-${language}`);
        mkdirSync(into, { recursive: true });
        await page.screenshot({
          path: join(into, `${scene.name}.png`),
          animations: 'disabled',
          caret: 'hide',
        });
        // Whether words fit does not depend on their colour.
        const found = theme === 'light' ? await visibleFaults(page) : [];
        const key = `${scene.name} ${language} ${size.width}`;
        if (found.length > 0) faults[key] = found;
      }
    }
  }
  return faults;
}

/** Nothing is being asked, and what was has been drawn. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => document.querySelector('[role=progressbar]') === null);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
