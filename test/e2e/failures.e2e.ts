// What goes wrong, as a reader of Chinese meets it: said in Chinese from the server to the page, and said anew, where it
// stands, when the language is changed.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';
import { chromiumHost, screenshot, titleOf, type Workbench } from './support/workbench';

const listen = (server: Server): Promise<string> =>
  new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
const close = (server: Server): Promise<void> => new Promise((done) => void server.close(() => done()));

describe.skipIf(chromiumHost.why !== null)(titleOf('failures', chromiumHost), () => {
  const folder = temporaryFolder('failures');
  const workspace = join(folder, 'workspace');
  const notFound = createServer((_, response) => void response.writeHead(404).end('404 page not found\n'));
  let workbench: Workbench;
  let page: Page;
  let silent = '';
  beforeAll(async () => {
    const absent = await listen(notFound);
    const gone = createServer();
    silent = await listen(gone);
    await close(gone);
    for (const [name, url] of [
      ['refused', silent],
      ['absent', absent],
    ] as const) {
      const args = ['session', 'create', name, '--target', url, '--every', '1h', '--workspace', workspace];
      expect((await plumbline(args)).stderr).toBe('');
      await plumbline(['capture', name, '--once', '--workspace', workspace]);
    }
    const [broken = ''] = (await readdir(join(workspace, 'sessions'))).filter((id) =>
      id.startsWith('absent'),
    );
    // Damage in the middle: what follows it can be read.
    const journal = join(workspace, 'sessions', broken, 'journal.jsonl');
    await appendFile(journal, '{"v":2,"at":"2025-05-12T11:36:06.482Z","type":"renamed"}\n');
    await appendFile(journal, '{"v":2,"at":"2025-05-12T11:36:07.482Z","type":"renamed","name":"absent"}\n');
    workbench = await chromiumHost.open(workspace, join(folder, 'home'));
    page = workbench.page;
    await speak('简体中文');
  });
  afterAll(async () => {
    await workbench.close();
    await close(notFound);
  });

  async function speak(language: string): Promise<void> {
    await page.locator('main').waitFor();
    await page.keyboard.press(',');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: language, exact: true }).click();
    await dialog.locator('[aria-checked=true]').filter({ hasText: language }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  const open = (name: string): Promise<void> =>
    page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click();

  it('stand in the header in Chinese, those of an earlier run too, and turn English where they stand', async () => {
    await open('refused');
    const header = page.getByRole('status').filter({ hasText: '没有程序在监听' });
    await header.first().waitFor();
    await screenshot(page, 'failures-refused-zh');
    await page.keyboard.press('c');
    // Once more, and still told once: the page of the session says it.
    await page.getByRole('contentinfo').getByText('2 次失败').waitFor();
    expect(await page.locator('.toast').filter({ hasText: '没有程序在监听' }).count()).toBe(0);
    await speak('English');
    await page.getByRole('status').filter({ hasText: 'Nothing listens on' }).first().waitFor();
    expect(await page.getByText('没有程序在监听').count()).toBe(0);
    await screenshot(page, 'failures-refused-en');
    await speak('简体中文');
    await header.first().waitFor();
  });

  it('are said of a target that answers 404, and of a wrong address', async () => {
    await open('absent');
    await page.getByRole('status').filter({ hasText: '不存在：服务返回 404' }).first().waitFor();
    await screenshot(page, 'failures-404-zh');
    await page.keyboard.press('7');
    await page.getByRole('button', { name: '添加目标' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: '目标', exact: true }).fill(`${silent}/debug/pprof`);
    await dialog.getByRole('button', { name: '检查' }).click();
    await dialog.getByText('没有程序在监听').waitFor();
    await screenshot(page, 'failures-dialog-zh');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('are said of a damaged journal', async () => {
    await page.getByRole('button', { name: '校验采集文件' }).click();
    await page
      .getByText(/absent\S* 的日志第 \d+ 行：已损坏，/)
      .first()
      .waitFor();
    await screenshot(page, 'failures-verify-zh');
    expect(workbench.consoleErrors).toEqual([]);
  });
});
