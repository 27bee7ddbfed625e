// From a suspect to its cause: who starts it, its labels, the source where it stands, and the dumps and traces that have it,
// each of which leads to where it shows.
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { makeTracesWorkspace } from './support/traces-workspace';
import { makeVerdictWorkspace, type VerdictWorkspace } from './support/verdict-workspace';
import {
  chromiumHost,
  electronHost,
  openTab,
  screenshot,
  titleOf,
  type Workbench,
} from './support/workbench';

const SERVICES = resolve(import.meta.dirname, '../services');
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Selected stack' });
const section = (page: Page, head: RegExp): Locator =>
  details(page)
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: head }) });

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('from a suspect to its cause', host), () => {
    const folder = temporaryFolder('cause');
    let served: VerdictWorkspace;
    let workbench: Workbench;
    beforeAll(async () => {
      const workspace = join(folder, 'workspace');
      served = await makeVerdictWorkspace(workspace);
      await makeTracesWorkspace(workspace, 'traced');
      workbench = await host.open(workspace, join(folder, 'home'));
    });
    afterAll(async () => {
      await workbench.close();
      await served.stop();
    });
    const open = async (name: RegExp, row: RegExp): Promise<Page> => {
      const { page } = workbench;
      await page.getByRole('link', { name }).click();
      await openTab(page, 'Findings');
      await page.getByRole('grid', { name: 'Suspects' }).getByRole('row', { name: row }).first().click();
      await details(page).waitFor();
      return page;
    };
    const selectedTab = () => workbench.page.getByRole('tab', { selected: true }).innerText();

    it('says who starts it and that it has no labels, and leads to its goroutines in a dump', async () => {
      const page = await open(/^leaking/, /Watch\.func1/);
      // Squeezed to nothing between what follows, it once was.
      expect((await details(page).locator('svg.spark').boundingBox())?.height).toBe(56);
      const started = section(page, /^Started by/);
      await started
        .getByText(/\.Watch$/)
        .first()
        .waitFor();
      await section(page, /^Labels/)
        .getByText(/^None of them carries one/)
        .waitFor();
      const dumps = section(page, /^In dumps/);
      await expect.poll(() => dumps.getByRole('listitem').count()).toBe(2);
      await dumps.getByText('chan receive').first().waitFor();
      await section(page, /^In execution traces/)
        .getByText(/^There is no trace of this process/)
        .waitFor();
      const count = await dumps.getByRole('listitem').first().locator('b').first().innerText();
      await dumps.getByRole('button', { name: 'Goroutines' }).first().click();
      await expect.poll(selectedTab).toMatch(/^Goroutines/);
      const chosen = page.getByRole('grid', { name: 'Goroutines' }).getByRole('row', { selected: true });
      await chosen.getByText('Watch.func1').waitFor();
      expect(await chosen.innerText()).toContain(count);
    });

    it('asks for the folder of its source, and shows the line where it stands once that is said', async () => {
      const page = await open(/^traced/, /rainbow\.go:59/);
      const source = section(page, /^Source/);
      await source.getByText(/^The source is not found: .*rainbow\.go$/).waitFor();
      await source.scrollIntoViewIfNeeded();
      await screenshot(page, `${host.name}-cause-no-source`);
      await source.getByRole('textbox').fill(SERVICES);
      await source.getByRole('textbox').press('Enter');
      const line = source.locator('pre .here');
      await line.waitFor();
      expect(await line.innerText()).toMatch(/^59\s+for change := range changes/);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('leads to its goroutines in a trace', async () => {
      const page = await open(/^traced/, /Watch\.func1/);
      const traces = section(page, /^In execution traces/);
      await expect.poll(() => traces.getByRole('listitem').count(), { timeout: 20_000 }).toBe(2);
      await traces
        .getByText(/^\d+ started in it$/)
        .first()
        .waitFor();
      await traces.getByRole('button', { name: 'Trace' }).last().click();
      await expect.poll(selectedTab).toMatch(/^Trace/);
      await expect
        .poll(() => page.locator('[data-filter]').first().inputValue(), { timeout: 20_000 })
        .toMatch(/Watch\.func1$/);
      await screenshot(page, `${host.name}-cause-trace`);
    });

    it('has no fault that axe calls serious, in either theme, at either width', async () => {
      const faults: string[] = [];
      for (const [width, theme] of [
        [1280, 'dark'],
        [1440, 'light'],
      ] as const) {
        await workbench.page.emulateMedia({ colorScheme: theme });
        await workbench.page.setViewportSize({ width, height: width === 1280 ? 800 : 900 });
        for (const name of [/^leaking/, /^traced/]) {
          const page = await open(name, /rainbow\.go:5/);
          await section(page, /^In execution traces/)
            .getByText(/trace of this process|started in it/)
            .first()
            .waitFor();
          faults.push(...(await seriousViolations(page)));
          await screenshot(page, `${host.name}-cause-${theme}-${String(name).slice(2, -1)}`);
          await section(page, /^In execution traces/).scrollIntoViewIfNeeded();
          await screenshot(page, `${host.name}-cause-${theme}-${String(name).slice(2, -1)}-end`);
        }
      }
      expect(faults).toEqual([]);
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}
