// Every tab, dialog and state that the workbench has, and the way there. Ways go by keys, roles and names of sessions, which
// are the same in every language.
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dropFiles } from '../e2e/support/workbench';

export interface Scene {
  readonly name: string;
  readonly show: (page: Page) => Promise<void>;
}

const TAB_NAMES = ['findings', 'goroutines', 'profile', 'compare', 'trace', 'notes', 'settings'] as const;
type TabName = (typeof TAB_NAMES)[number];

const grid = (page: Page): Locator => page.getByRole('grid').first();
const dialog = (page: Page): Locator => page.getByRole('dialog');

/** Back to where every key counts: nothing open, nothing in the way. */
export async function leaveAll(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const open = await page.locator('[role=dialog], [role=menu], [role=listbox]').count();
      if (open > 0) await page.keyboard.press('Escape');
      return open;
    })
    .toBe(0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.mouse.move(2, 2);
}

async function openSession(page: Page, name: string | RegExp): Promise<void> {
  const link = page.getByRole('navigation').first().getByRole('link', { name });
  await link.click();
  await link.and(page.locator('[aria-current=page]')).waitFor();
}

async function goTo(
  page: Page,
  session: string | RegExp,
  tab: TabName,
  shape: 'table' | 'flame' | 'graph' | 'source' | 'labels' = 'table',
): Promise<void> {
  await openSession(page, session);
  const number = TAB_NAMES.indexOf(tab) + 1;
  await page.keyboard.press(String(number));
  await page.locator(`[role=tab][aria-selected=true]:nth-child(${number})`).waitFor();
  if (tab === 'profile' || tab === 'compare')
    await page.locator(`main [role=radio][data-value=${shape}]`).click();
  if (shape === 'flame' || shape === 'graph') await page.getByRole('tree').first().waitFor();
  else if (number <= 4) await grid(page).getByRole('row').nth(1).waitFor();
}

const tabs = (label: string, session: RegExp, names: readonly TabName[] = TAB_NAMES): Scene[] =>
  names.map((tab) => ({ name: `${label}-${tab}`, show: (page) => goTo(page, session, tab) }));

/** With a row chosen, and its details beside the table. */
const details = (label: string, session: RegExp, names: readonly TabName[]): Scene[] =>
  names.map((tab) => ({
    name: `${label}-${tab}-details`,
    async show(page) {
      await goTo(page, session, tab);
      await grid(page).focus();
      await page.keyboard.press('Home');
      await page.locator('aside').first().waitFor();
    },
  }));

/** As a picture; with keys, that choose a box, its details beside it. */
const pictures = (
  shape: 'flame' | 'graph',
  label: string,
  session: RegExp,
  keys: readonly string[] = [],
  names: readonly ('profile' | 'compare')[] = ['profile', 'compare'],
): Scene[] =>
  names.map((tab) => ({
    name: `${label}-${tab}`,
    async show(page) {
      await goTo(page, session, tab, shape);
      await page.getByRole('tree').first().focus();
      for (const key of keys) await page.keyboard.press(key);
      await page.locator('aside').waitFor({ state: keys.length > 1 ? 'visible' : 'detached' });
    },
  }));

/** Beside the table the lines of a function, or that its file is not here. */
const sources = (label: string, session: RegExp, names: readonly ('profile' | 'compare')[]): Scene[] =>
  names.map((tab) => ({
    name: `${label}-${tab}`,
    async show(page) {
      await goTo(page, session, tab, 'source');
      await page.locator('main .halves > :last-child').locator('[role=grid], .empty').first().waitFor();
    },
  }));

/** A list of choices that stands open; `at` is which of the view's it is. */
const list = (name: string, of: string, at: number): Scene => ({
  name,
  async show(page) {
    await goTo(page, WIDE, 'profile');
    await page.locator(`main ${of} [role=combobox]`).nth(at).click();
    await page.getByRole('listbox').waitFor();
  },
});

const byKey = (name: string, key: string, session = SAMPLE, tab: TabName = 'findings'): Scene => ({
  name,
  async show(page) {
    await goTo(page, session, tab);
    await page.keyboard.press(key);
    await dialog(page).waitFor();
  },
});

/** Two traces, with what is chosen by the values of choices, and what is looked for: few lanes are shown all. */
const traces = (name: string, choose: readonly string[], zoomed = 0, search = ''): Scene => ({
  name: `traces-${name}`,
  async show(page) {
    await openSession(page, /^traced/);
    await page.keyboard.press('5');
    const pick = (value: string): Promise<void> =>
      page.locator(`main [role=radio][data-value=${value}]`).last().click();
    // What was chosen stays from scene to scene.
    await pick('goroutines');
    await page.locator('main .toolbar input').fill(search);
    for (const value of choose) await pick(value);
    await grid(page).getByRole('row').nth(1).waitFor();
    await page.locator('main .lanes').first().focus();
    await page.keyboard.press('f');
    for (let i = 0; i < zoomed; i++) await page.keyboard.press('w');
  },
});

const SAMPLE = /collect-svr \(sample\)/;
const STORY = /collect_svr(?! \()/;
const WIDE = /a service whose name/;
const NOTED = /collect-svr(?! \()/;

export const SCENES: readonly Scene[] = [
  ...tabs('sample', SAMPLE),
  ...details('sample', SAMPLE, ['findings', 'goroutines', 'profile', 'compare']),
  ...tabs('lives', /^deploy/, ['findings', 'compare', 'settings']),
  { name: 'several-processes', show: (page) => goTo(page, /^balanced/, 'findings') },
  ...[5, 20].flatMap((count) =>
    tabs(`pods-${count}`, new RegExp(`^${count} pods`), ['findings', 'goroutines', 'compare', 'settings']),
  ),
  {
    name: 'pods-20-chooser',
    async show(page) {
      await goTo(page, /^20 pods/, 'findings');
      await page.locator('.timeline [role=combobox]').click();
      await page.getByRole('listbox').waitFor();
    },
  },
  ...tabs('wide', WIDE, ['findings', 'goroutines', 'profile', 'compare']),
  ...details('wide', WIDE, ['goroutines', 'compare']),
  ...pictures('flame', 'flame', SAMPLE, ['Home']),
  ...pictures('flame', 'flame-box', SAMPLE, ['Home', 'ArrowDown', 'ArrowDown', 'Enter']),
  ...pictures('flame', 'flame-wide', WIDE, ['Home', 'ArrowDown', 'ArrowDown'], ['profile']),
  ...pictures('graph', 'graph', SAMPLE),
  ...pictures('graph', 'graph-box', SAMPLE, ['Home', 'Enter']),
  ...pictures('graph', 'graph-wide', WIDE, [], ['profile']),
  ...sources('source', SAMPLE, ['profile', 'compare']),
  ...sources('source-wide', WIDE, ['profile']),
  { name: 'labels', show: (page) => goTo(page, SAMPLE, 'profile', 'labels') },
  {
    name: 'labels-none',
    async show(page) {
      await goTo(page, WIDE, 'profile');
      await page.locator('main [role=radio][data-value=labels]').click();
      await page.locator('main .empty').first().waitFor();
    },
  },
  list('list-of-sample-types', '.toolbar', 1),
  list('list-of-units', '.toolbar', 2),
  list('list-of-rows', '.toolbar.second', 0),
  {
    name: 'rows-by-address',
    async show(page) {
      await goTo(page, WIDE, 'profile');
      await page.locator('main .toolbar.second [role=combobox]').click();
      await page.getByRole('option').last().click();
      await grid(page).getByRole('row').nth(1).waitFor();
    },
  },
  {
    name: 'picked',
    async show(page) {
      await goTo(page, SAMPLE, 'profile');
      const timeline = page.locator('section.timeline');
      await timeline.focus();
      for (const key of ['Home', 'Control+Enter', 'ArrowRight', 'Control+Enter'])
        await page.keyboard.press(key);
      await page.locator('main [role=radio][aria-checked=true]').nth(1).waitFor();
    },
  },
  traces('more', ['more']),
  traces('lanes', ['census', 'start'], 3, 'queryStore'),
  traces('processors', ['procs', 'census', 'site'], 7),
  ...tabs('noted', NOTED, ['findings', 'goroutines', 'notes']),
  {
    name: 'filter-finds-nothing',
    async show(page) {
      await goTo(page, STORY, 'goroutines');
      await page.keyboard.press('/');
      await page.keyboard.type('no such thing');
      await page.locator('main .empty').first().waitFor();
    },
  },
  {
    name: 'menu-of-capture',
    async show(page) {
      await goTo(page, /^dead/, 'settings');
      await page.locator('header [aria-haspopup=menu]').first().click();
      await page.getByRole('menu').waitFor();
    },
  },
  ...['dead-findings', 'dead-settings'].map((name, i): Scene => ({
    name,
    async show(page) {
      await openSession(page, /^dead/);
      await page.keyboard.press(i === 0 ? '1' : '6');
    },
  })),
  { name: 'gone-findings', show: (page) => goTo(page, /^gone/, 'findings') },
  {
    name: 'empty-session',
    async show(page) {
      await openSession(page, /empty_svr/);
      await page.keyboard.press('1');
      await page.locator('main .empty').first().waitFor();
    },
  },
  {
    name: 'broken-session',
    async show(page) {
      await openSession(page, /broken-svr/);
      await page.locator('main .failed').first().waitFor();
    },
  },
  byKey('dialog-keys', '?'),
  byKey('dialog-new-session', 'n'),
  byKey('dialog-app-settings', ','),
  byKey('dialog-snapshot-time', 'e'),
  byKey('palette', 'Control+k'),
  {
    name: 'palette-search',
    async show(page) {
      await goTo(page, NOTED, 'findings');
      await page.keyboard.press('Control+k');
      await dialog(page).waitFor();
      await page.keyboard.type('memory');
    },
  },
  {
    name: 'dialog-note-on-stack',
    async show(page) {
      await goTo(page, NOTED, 'findings');
      await grid(page).focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('m');
      await dialog(page).waitFor();
    },
  },
  {
    name: 'dialog-target',
    async show(page) {
      await goTo(page, STORY, 'settings');
      await page.locator('main li').first().getByRole('button').nth(2).click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'dialog-target-of-pods',
    async show(page) {
      await goTo(page, /^20 pods/, 'settings');
      await page.locator('main li').nth(1).getByRole('button').nth(2).click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'dialog-remove-target',
    async show(page) {
      await goTo(page, /^5 pods/, 'settings');
      await page.locator('main li').first().getByRole('button').last().click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'palette-targets',
    async show(page) {
      await goTo(page, /^20 pods/, 'findings');
      await page.keyboard.press('Control+k');
      await dialog(page).waitFor();
      await page.keyboard.type('x2x9k');
      await dialog(page).getByRole('option').nth(3).waitFor();
    },
  },
  {
    name: 'dialog-import',
    async show(page) {
      await goTo(page, STORY, 'findings');
      await dropFiles(page, dropped());
      await dialog(page).locator('[type=datetime-local]').first().waitFor();
    },
  },
  {
    name: 'dialog-import-zones',
    async show(page) {
      await goTo(page, STORY, 'findings');
      await dropFiles(page, dropped());
      await dialog(page).locator('[type=datetime-local]').first().waitFor();
      await dialog(page).locator('[placeholder="+8h, -90s"]').fill('+8');
      await dialog(page).getByRole('combobox').first().press('Enter');
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'timeline-hover',
    async show(page) {
      await goTo(page, SAMPLE, 'findings');
      await page.locator('section.timeline').focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
    },
  },
  {
    name: 'timeline-note',
    async show(page) {
      await goTo(page, NOTED, 'findings');
      await page.locator('section.timeline .mark').nth(1).click();
      await dialog(page).waitFor();
    },
  },
];

/** Of a workspace with nothing in it. */
export const FIRST_SCENES: readonly Scene[] = [
  { name: 'first-start', show: (page) => page.getByRole('textbox').first().waitFor() },
  {
    name: 'first-paste',
    async show(page) {
      await page
        .getByRole('textbox')
        .first()
        .fill('go tool pprof -http=:8080 http://10.0.41.7:6060/debug/pprof/goroutine?seconds=120');
      await page.getByText('seconds=120', { exact: true }).waitFor();
    },
  },
  {
    name: 'first-paste-wrong',
    show: (page) => page.getByRole('textbox').first().fill('curl -k ftp://10.0.41.7/x | less'),
  },
];

const FILES = [
  'pprof/go1.26/goroutine-1.pb.gz',
  'pprof/go1.26/goroutine-delta.pb.gz',
  'pprof/go1.26/heap-1.pb.gz',
  'goroutine/go1.26/goroutine.debug2.txt',
];

const dropped = (): (readonly [string, Uint8Array])[] => {
  const captures = FILES.map((file) => readFileSync(resolve(import.meta.dirname, '../fixtures', file)));
  return [
    ...FILES.map((file, i) => [file.replaceAll('/', '_'), captures[i] ?? Buffer.alloc(0)] as const),
    ['dump-2025-05-12T193606.txt', captures.at(-1) ?? Buffer.alloc(0)],
    ['page-of-a-proxy-that-wants-a-password-first.html', Buffer.from('<!doctype html><p>Sign in')],
  ];
};
