// The verdict as it is seen and used: its word, what it stands on and where that leads, what to do next with one click, and
// the playbook beside it. A service is played back, so that what is captured by a click can be served or refused.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { makeVerdictWorkspace, type VerdictWorkspace } from './support/verdict-workspace';
import {
  chromiumHost,
  electronHost,
  openTab,
  screenshot,
  snapshotCount,
  titleOf,
  type Workbench,
} from './support/workbench';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('the verdict', host), () => {
    const folder = temporaryFolder('verdict');
    let served: VerdictWorkspace;
    let workbench: Workbench;
    beforeAll(async () => {
      const workspace = join(folder, 'workspace');
      served = await makeVerdictWorkspace(workspace);
      workbench = await host.open(workspace, join(folder, 'home'));
    });
    afterAll(async () => {
      await workbench.close();
      await served.stop();
    });
    const open = async (name: RegExp) => {
      const { page } = workbench;
      await page.getByRole('link', { name }).click();
      await openTab(page, 'Findings');
      const verdict = page.getByRole('region', { name: 'Verdict', exact: true });
      await verdict.waitFor();
      return { page, verdict };
    };
    const selectedTab = () => workbench.page.getByRole('tab', { selected: true }).innerText();

    it('says in a word and in a sentence what leaks, and each row of evidence leads to where it shows', async () => {
      const { page, verdict } = await open(/^leaking/);
      await verdict.getByText('Goroutine leak', { exact: true }).waitFor();
      await verdict.getByText(/^Goroutines leak: .* at .*\.go:\d+, /).waitFor();
      await page.getByRole('link', { name: /^leaking .*Goroutine leak$/ }).waitFor();
      await screenshot(page, `${host.name}-verdict`);
      // In the table below, of its kind.
      const grows = verdict.getByRole('button', { name: /^Goroutines: \d+ of \d+ stacks never come down/ });
      await grows.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: 'Goroutines', checked: true }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
      // In another tab, of the snapshot that it says it of.
      await verdict.getByRole('button', { name: /^[\d,]+ of [\d,]+ goroutines are blocked at / }).click();
      await expect.poll(selectedTab).toMatch(/^Goroutines/);
      await openTab(page, 'Findings');
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('names which of several targets leaks', async () => {
      const { page, verdict } = await open(/^two/);
      await verdict.getByText('Goroutine leak', { exact: true }).waitFor();
      await verdict.getByTitle('leaky', { exact: true }).first().waitFor();
      const suspects = page.getByRole('grid', { name: 'Suspects' });
      await suspects
        .getByRole('row', { name: /Watch\.func1/ })
        .first()
        .click();
      await page.getByRole('complementary', { name: 'Selected stack' }).getByText('Target leaky').waitFor();
      await screenshot(page, `${host.name}-verdict-of-two`);
      expect(workbench.consoleErrors).toEqual([]);
    });

    it('captures by one click what is asked for next, and says what came of it', async () => {
      const { page } = await open(/^leaking/);
      const next = page.getByRole('region', { name: 'Next steps' });
      await next.getByText(/garbage collection that looks for leaks/).waitFor();
      await next.getByRole('button', { name: 'Capture leaked goroutines' }).click();
      // This Go does not have it, which is said as of any other capture.
      await page
        .getByText(/knows no such profile/)
        .first()
        .waitFor();
      await open(/^restarted/);
      const before = await snapshotCount(page);
      const dump = page
        .getByRole('region', { name: 'Playbook' })
        .getByRole('listitem')
        .filter({ hasText: 'Split them by wait state' });
      await dump.getByRole('img', { name: 'not done' }).waitFor();
      await dump.getByRole('button', { name: 'Capture goroutine dump' }).click();
      await dump.getByRole('img', { name: 'done', exact: true }).waitFor();
      expect(await snapshotCount(page)).toBe(before + 1);
      await screenshot(page, `${host.name}-verdict-next`);
    });

    it('has a playbook that knows what is done, leads there, and stays folded where one folds it', async () => {
      const { page } = await open(/^leaking/);
      const playbook = page.getByRole('region', { name: 'Playbook' });
      const head = playbook.getByRole('button', { name: /^Playbook/ });
      const step = (text: string) => playbook.getByRole('listitem').filter({ hasText: text });
      await step('Count goroutines by stack').getByRole('img', { name: 'done', exact: true }).waitFor();
      await step('See where they wait').getByRole('img', { name: 'not done' }).waitFor();
      await step('See where they wait')
        .getByText(/only waits that ended/)
        .waitFor();
      await step('Take two dumps')
        .getByText(/They are .* apart/)
        .waitFor();
      await step('Take two dumps').getByRole('button').first().click();
      await expect.poll(selectedTab).toMatch(/^Compare/);
      await page.getByText('goroutine dump').first().waitFor();
      await openTab(page, 'Findings');
      await step('Split them by wait state').getByRole('button').first().click();
      await expect.poll(selectedTab).toMatch(/^Goroutines/);
      await page
        .getByRole('radio', { name: /dump/i, checked: true })
        .or(page.getByText(/dump/i))
        .first()
        .waitFor();
      await openTab(page, 'Findings');
      await head.click();
      await playbook.getByRole('listitem').first().waitFor({ state: 'detached' });
      await page.reload();
      await expect.poll(() => head.getAttribute('aria-expanded')).toBe('false');
      await head.click();
    });

    it('says of a process that has just started what the one before it showed', async () => {
      const { page, verdict } = await open(/^restarted/);
      await verdict.getByText('Not enough data', { exact: true }).waitFor();
      const told = verdict.getByText(/process before it, seen until .*, grew by .* beyond doubt/);
      // In the head, and as evidence.
      await expect.poll(() => told.count()).toBeGreaterThan(1);
      await screenshot(page, `${host.name}-verdict-restarted`);
    });

    it('says what it said before, on the timeline too, and that it was withdrawn', async () => {
      const { page, verdict } = await open(/^restarted/);
      const before = verdict.getByRole('region', { name: 'Said before' });
      const rows = before.getByRole('listitem');
      await before.getByRole('heading', { name: /^Said since .*; before that:$/ }).waitFor();
      await rows.first().getByText('Growing', { exact: true }).waitFor();
      await rows.nth(1).getByText('Goroutine leak', { exact: true }).waitFor();
      await rows
        .nth(1)
        .getByText(/goroutines are blocked at /)
        .waitFor();
      expect(await rows.count()).toBe(2);
      const marks = page.locator('[data-verdict]');
      expect(await marks.count()).toBe(3);
      await marks.last().hover({ force: true });
      await page
        .getByRole('status')
        .getByText('Verdict from here: Not enough data; until then: Growing')
        .waitFor();
      await screenshot(page, `${host.name}-verdict-history`);
      // Once more is nothing new.
      await page.reload();
      await rows.first().waitFor();
      expect(await rows.count()).toBe(2);
    });

    it('captures nothing for files without a target, and says why', async () => {
      const { page, verdict } = await open(/^imported/);
      await verdict.getByText(/goroutines are blocked at .*: at one moment that looks like a leak/).waitFor();
      const take = page.getByRole('region', { name: 'Next steps' }).getByRole('button').first();
      expect(await take.getAttribute('aria-disabled')).toBe('true');
      expect(await take.getAttribute('title')).toMatch(/no target/);
      await screenshot(page, `${host.name}-verdict-imported`);
    });

    it('has no fault that axe calls serious, in either theme, at either width', async () => {
      const faults: string[] = [];
      for (const [width, theme] of [
        [1280, 'dark'],
        [1440, 'light'],
      ] as const) {
        await workbench.page.emulateMedia({ colorScheme: theme });
        await workbench.page.setViewportSize({ width, height: width === 1280 ? 800 : 900 });
        for (const name of [/^leaking/, /^restarted/, /^imported/]) {
          const { page } = await open(name);
          faults.push(...(await seriousViolations(page)));
          await screenshot(page, `${host.name}-verdict-${theme}-${String(name).slice(2, -1)}`);
        }
      }
      expect(faults).toEqual([]);
      expect(workbench.consoleErrors).toEqual([]);
    });
  });
}
