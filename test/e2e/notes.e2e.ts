// What people write: on a moment, a range, a snapshot and a stack, in the window; found again, changed, deleted, taken
// back; beside the stack wherever it stands; notes in Markdown in which nothing runs; all of it on the disk and there the
// next morning.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { makeNotedSession } from '../support/noted-session';
import { temporaryFolder } from '../support/temporary-folder';
import { seriousViolations } from './support/axe';
import { chromiumHost, electronHost, openTab, screenshot, titleOf } from './support/workbench';

const MOMENT = 'Deploy of 1.4.2 <img src=x onerror=alert(1)>';
const RANGE = 'Memory climbs through the whole range';
const SNAPSHOT = 'Taken while the pod was still healthy';
const STACK = 'Watch never ends; one more a refresh';

for (const host of [electronHost(), chromiumHost]) {
  describe.skipIf(host.why !== null)(titleOf('notes', host), () => {
    const folder = temporaryFolder('notes');

    it('are written, found, changed, taken back, and there again', async () => {
      const workspace = join(folder, 'workspace');
      const session = await makeNotedSession(workspace);
      const first = await host.open(workspace, join(folder, 'home'));
      try {
        await openOnly(first.page);
        await annotate(first.page);
        await screenshot(first.page, `${host.name}-annotations`);
        await stackIsNotedEverywhere(first.page);
        await changeAndTakeBack(first.page);
        await writeNotes(first.page, session);
        await screenshot(first.page, `${host.name}-notes`);
        expect(first.consoleErrors).toEqual([]);
      } finally {
        await first.close();
      }
      expect(await written(session)).toEqual([MOMENT, `${RANGE}, since noon`, SNAPSHOT, STACK].sort());

      const again = await host.open(workspace, join(folder, 'home'));
      try {
        await openTab(again.page, 'Notes');
        const table = again.page.getByRole('grid', { name: 'Annotations' });
        await table.getByText(STACK).waitFor();
        await again.page.getByRole('heading', { name: 'What is known' }).first().waitFor();
        await findAgain(again.page);
        await searchNotes(again.page, host.name);
        expect(again.consoleErrors).toEqual([]);
      } finally {
        await again.close();
      }
    });

    it('in which someone hid scripts run none of them and send nothing', async () => {
      const workspace = join(folder, 'hostile');
      const session = await makeNotedSession(workspace, async (store) => {
        for (const text of ATTACKS) {
          const on = { type: 'moment' as const, timeMs: Date.parse('2025-05-12T08:30:00Z') };
          await store.annotations.put({ on, text, tags: ['<b>', '"onx="1'], flag: null, basedOnMs: null });
        }
      });
      await writeFile(join(session, 'notes.md'), ['start of it', ...ATTACKS, 'end of it'].join('\n\n'));
      const workbench = await host.open(workspace, join(folder, 'hostile-home'));
      const { page } = workbench;
      try {
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        const dialogs: string[] = [];
        page.on('dialog', (dialog) => {
          dialogs.push(dialog.message());
          void dialog.dismiss();
        });
        await openOnly(page);
        await openTab(page, 'Notes');
        await page.getByText('end of it').waitFor();
        await page.getByText('notes.md was changed outside of this window').waitFor();
        const preview = page.locator('.markdown');
        for (const link of await preview.getByRole('link').all()) {
          expect(await link.getAttribute('href')).toMatch(/^(https?:\/\/|mailto:)/);
          expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
        }
        expect(
          await preview.evaluate((root) =>
            [...root.querySelectorAll('*')].flatMap((element) => [
              ...(/^(SCRIPT|IMG|IFRAME|SVG|STYLE|OBJECT|EMBED|FORM|BASE|LINK|META|VIDEO)$/i.test(
                element.tagName,
              )
                ? [element.tagName]
                : []),
              ...element
                .getAttributeNames()
                .filter((name) => name.startsWith('on') || name === 'style' || name === 'srcdoc'),
            ]),
          ),
        ).toEqual([]);
        await page.getByRole('button', { name: new RegExp(`^${ATTACKS.length} notes`) }).click();
        await page.getByRole('dialog').getByText('javascript:').first().waitFor();
        await page.keyboard.press('Escape');
        expect(dialogs).toEqual([]);
        expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
        expect(requests.filter((url) => /evil/.test(url))).toEqual([]);
        expect(workbench.consoleErrors).toEqual([]);
      } finally {
        await workbench.close();
      }
    });
  });
}

const ATTACKS = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=1">',
  '<svg><g onload=window.pwned=1></g></svg>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '[a](javascript:window.pwned=1)',
  '[b](JaVaScRiPt&colon;window.pwned=1)',
  '[c](data:text/html,<script>parent.pwned=1</script>)',
  '[d](vbscript:msgbox)',
  '[e](//evil.example/x) [f](\\\\evil.example\\x)',
  '![g](https://evil.example/pixel.png "t")',
  '![h](javascript:window.pwned=1)',
  '[i](https://ok.example/" onmouseover="window.pwned=1)',
  '<a href="javascript:window.pwned=1" style="position:fixed;inset:0">x</a>',
  '<style>@import "https://evil.example/x.css"; * { background: url(https://evil.example/y) }</style>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=1&gt;">',
  '<form action="https://evil.example"><input name=x><button formaction=javascript:window.pwned=1>y</button></form>',
  '<base href="https://evil.example/"><link rel=prefetch href="https://evil.example/z">',
  '``` "onload=window.pwned=1\n<script>window.pwned=1</script>\n```',
  '<javascript:window.pwned=1>',
  '\u202egpj.exe\u202c <https://evil.example/ok>',
];

async function openOnly(page: Page): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.getByRole('navigation', { name: 'Sessions' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: 'collect-svr' }).waitFor();
  await openTab(page, 'Findings');
  await page.getByRole('grid').first().getByRole('row').nth(1).waitFor();
}

/** A place on the timeline, as a share of its plot. */
async function onTimeline(page: Page, share: number): Promise<[number, number]> {
  const box = await page.getByRole('group', { name: 'Timeline', exact: true }).boundingBox();
  if (box === null) throw new Error('no timeline');
  return [box.x + 104 + (box.width - 104 - 88) * share, box.y + box.height / 2];
}
/** Where the pointer is over nothing that a note could be on. */
async function leaveTimeline(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /^Findings/ }).hover();
}

async function fillNote(page: Page, title: string, text: string, tags = ''): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByRole('textbox', { name: 'Text' }).fill(text);
  if (tags !== '') await dialog.getByLabel('Tags').last().fill(tags);
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
}

async function annotate(page: Page): Promise<void> {
  await page.mouse.move(...(await onTimeline(page, 0.3)));
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Note on a moment' });
  await dialog.getByRole('radio', { name: 'Deploy' }).click();
  await fillNote(page, 'Note on a moment', MOMENT, '#Deploy, 1.4.2');

  await page.mouse.move(...(await onTimeline(page, 0.5)));
  await page.mouse.down();
  await page.mouse.move(...(await onTimeline(page, 0.8)), { steps: 5 });
  await page.mouse.up();
  await leaveTimeline(page);
  await page.keyboard.press('m');
  await fillNote(page, 'Note on a range', RANGE);

  await page.mouse.click(...(await onTimeline(page, 0.95)));
  await leaveTimeline(page);
  await page.keyboard.press('m');
  // Esc keeps what was written, and it is there again.
  const snapshot = page.getByRole('dialog', { name: 'Note on a snapshot' });
  await snapshot.getByRole('textbox', { name: 'Text' }).fill(SNAPSHOT);
  await page.keyboard.press('Escape');
  await snapshot.waitFor({ state: 'hidden' });
  await page.keyboard.press('m');
  await expect.poll(() => snapshot.getByRole('textbox', { name: 'Text' }).inputValue()).toBe(SNAPSHOT);
  await fillNote(page, 'Note on a snapshot', SNAPSHOT);

  const grid = page.getByRole('grid').first();
  await grid.getByText('kv_config.go').first().click();
  await page.keyboard.press('m');
  await fillNote(page, 'Note on a stack', STACK, 'root cause');
  const marks = page.getByRole('group', { name: 'Notes on the timeline' });
  expect(await marks.locator('.mark').count()).toBe(3);
  expect(await marks.locator('.bracket').count()).toBe(1);
}

async function stackIsNotedEverywhere(page: Page): Promise<void> {
  for (const tab of ['Goroutines', 'Compare']) {
    await openTab(page, tab);
    const row = page
      .getByRole('row')
      .filter({ hasText: 'kv_config.go' })
      .filter({ has: page.getByRole('img', { name: '1 note' }) });
    await row.first().click();
    await page.getByRole('complementary').getByText(STACK).waitFor();
  }
  await openTab(page, 'Findings');
}

async function changeAndTakeBack(page: Page): Promise<void> {
  await openTab(page, 'Notes');
  const table = page.getByRole('grid', { name: 'Annotations' });
  await table.getByText(RANGE).click();
  const chosen = page.getByRole('group', { name: 'The chosen annotation' });
  await chosen.getByRole('button', { name: 'Edit the note' }).click();
  await fillNote(page, 'Edit the note', `${RANGE}, since noon`);
  await table.getByText('since noon').waitFor();
  await chosen.getByRole('button', { name: 'Delete the note' }).click();
  await table.getByText('since noon').waitFor({ state: 'hidden' });
  // By the notice, then by key, twice: the deletion, the edit, and the stack's note.
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await table.getByText('since noon').waitFor();
  // Long before its time is over: it would offer what is done already.
  await page.getByText('The note is deleted.').waitFor({ state: 'hidden', timeout: 5_000 });
  await table.focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => table.getByText('since noon').count()).toBe(0);
  await page.keyboard.press('Control+z');
  await table.getByText(STACK).waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+Shift+z');
  await table.getByText(STACK).waitFor();
  await page.keyboard.press('Control+z');
  await table.getByText(STACK).waitFor({ state: 'hidden' });
  // And once more as they are to stay.
  await table.getByText(RANGE).click();
  await chosen.getByRole('button', { name: 'Edit the note' }).click();
  await fillNote(page, 'Edit the note', `${RANGE}, since noon`);
  await openTab(page, 'Findings');
  await page.getByRole('grid').first().getByText('kv_config.go').first().click();
  await page.keyboard.press('m');
  await fillNote(page, 'Note on a stack', STACK, 'root cause');
  await openTab(page, 'Notes');
}

async function writeNotes(page: Page, session: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Notes of this session/ });
  const text =
    '# What is known\n\n- [x] heap looked at\n- [ ] ask the rainbow team\n\nThe **rainbow** watcher stays.\n';
  await field.fill(text);
  await page.getByText(/^Saved /).waitFor();
  expect(await readFile(join(session, 'notes.md'), 'utf8')).toBe(text);
  // An editor on the disk is quicker: nothing of either is lost.
  await writeFile(join(session, 'notes.md'), `${text}\nby vim\n`);
  await field.fill(`${text}\nby hand\n`);
  await page.getByText(/notes\.md was changed meanwhile/).waitFor();
  await page.getByRole('button', { name: 'Keep both' }).click();
  await page.getByText(/^Saved /).waitFor();
  const both = await readFile(join(session, 'notes.md'), 'utf8');
  expect(both).toContain('by vim');
  expect(both).toContain('by hand');
  await page.getByRole('radio', { name: 'Preview' }).click();
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
  expect(await seriousViolations(page)).toEqual([]);
}

async function findAgain(page: Page): Promise<void> {
  const table = page.getByRole('grid', { name: 'Annotations' });
  const field = page.getByRole('textbox', { name: 'Search notes and annotations' });
  await field.fill('root watch');
  await expect.poll(() => table.getByRole('row').count()).toBe(2);
  await page.getByText('None in the notes').waitFor();
  await table.getByText(STACK).dblclick();
  // To its place: the stack's row, with the note beside it.
  await page.getByRole('tab', { name: 'Goroutines', selected: true }).waitFor();
  await page.getByRole('complementary').getByText(STACK).waitFor();
  // What was looked for is still there; without it, so are the others.
  await openTab(page, 'Notes');
  expect(await field.inputValue()).toBe('root watch');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await table.getByText(MOMENT).dblclick();
  await page.getByRole('dialog').getByText(MOMENT).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  // By words of it, from wherever the focus is: a mark of the timeline has it now.
  await search(page, 'WATCH refresh', STACK);
  await page.getByRole('tab', { name: 'Goroutines', selected: true }).waitFor();
  await page.getByRole('complementary').getByText(STACK).waitFor();
  await page.getByRole('grid').first().focus();
  await search(page, '1.4.2', MOMENT);
  await page.getByRole('dialog').getByText(MOMENT).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await search(page, 'rainbow team', 'rainbow team');
  await page.getByRole('tab', { name: 'Notes', selected: true }).waitFor();
}

/** In what people have written in any session; the first hit is taken. */
async function search(page: Page, words: string, hit: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type(words);
  await page
    .getByRole('option')
    .filter({ hasText: hit.slice(0, 20) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Commands' }).waitFor({ state: 'hidden' });
}

/** One search for both: what stands in the Markdown is counted, marked and gone through. */
async function searchNotes(page: Page, hostName: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Search notes and annotations' });
  // As the palette has brought it along.
  expect(await field.inputValue()).toBe('rainbow team');
  await page.getByText('1 of 6 in the notes').waitFor();
  await field.fill('RAINBOW');
  await page.getByText('1 of 4 in the notes').waitFor();
  await screenshot(page, `${hostName}-notes-search`);
  await page.getByRole('button', { name: 'Next hit' }).click();
  await page.getByText('2 of 4 in the notes').waitFor();
  expect(await page.evaluate(() => CSS.highlights.get('notes-found')?.size)).toBe(4);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('notes-found')?.size)).toBe(0);
}

/** Texts of the annotations that the journal leaves, read past the app. */
async function written(session: string): Promise<string[]> {
  const lines = (await readFile(join(session, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
  const left = new Map<string, string>();
  for (const line of lines) {
    const entry = JSON.parse(line) as { type: string; id: string; annotation: { id: string; text: string } };
    if (entry.type === 'annotation-written') left.set(entry.annotation.id, entry.annotation.text);
    if (entry.type === 'annotation-removed') left.delete(entry.id);
  }
  return [...left.values()].sort();
}
