import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder';
import { openAppSettings } from './app-settings';
import { nodeFiles } from './workspace/files';

const DEFAULTS = { theme: 'system', locale: 'system', editor: 'code', editorCommand: '' };

describe('app settings', () => {
  const root = temporaryFolder('settings');
  let count = 0;
  const folder = (): string => join(root, String(count++));
  const kept = (dir: string): unknown => JSON.parse(readFileSync(join(dir, 'settings.json'), 'utf8'));
  /** A folder that has settings already. */
  const given = async (text: string): Promise<string> => {
    const dir = folder();
    await nodeFiles.makeFolder(dir);
    writeFileSync(join(dir, 'settings.json'), text);
    return dir;
  };

  it('keeps what was set, and its format version, in a folder that it makes', async () => {
    const dir = join(folder(), 'config/plumbline');
    const settings = await openAppSettings(dir);
    expect(settings.get()).toEqual(DEFAULTS);
    expect(await settings.set({ theme: 'dark' })).toEqual({ ...DEFAULTS, theme: 'dark' });
    expect((await openAppSettings(dir)).get()).toEqual({ ...DEFAULTS, theme: 'dark' });
    expect(kept(dir)).toEqual({ formatVersion: 1, ...DEFAULTS, theme: 'dark' });
  });

  it('has a change at once, and keeps the last of several made at the same time', async () => {
    const dir = folder();
    const settings = await openAppSettings(dir);
    const all = [
      settings.set({ theme: 'dark' }),
      settings.set({ locale: 'zh-CN' }),
      settings.set({ theme: 'light' }),
    ];
    expect(settings.get()).toEqual({ ...DEFAULTS, theme: 'light', locale: 'zh-CN' });
    await Promise.all(all);
    expect(kept(dir)).toMatchObject({ theme: 'light', locale: 'zh-CN' });
    expect(readdirSync(dir)).toEqual(['settings.json']);
  });

  it('removes what a crash left half written, and leaves what another process may be writing just now', async () => {
    const dir = await given('{}');
    const files = [
      '.settings.json.0123456789ab.tmp',
      '.settings.json.ba9876543210.tmp',
      '.other.0123456789ab.tmp',
    ];
    for (const name of files) writeFileSync(join(dir, name), 'x');
    const before = Date.now() / 1000 - 61;
    for (const name of [files[0] ?? '', files[2] ?? '']) utimesSync(join(dir, name), before, before);
    await openAppSettings(dir);
    expect(readdirSync(dir)).toEqual([
      '.other.0123456789ab.tmp',
      '.settings.json.ba9876543210.tmp',
      'settings.json',
    ]);
  });

  it.each(['', '{', 'null', '[]', '{"theme":7}'])(
    'takes an unreadable file (%j) as none, and keeps it aside',
    async (text) => {
      const dir = await given(text);
      const settings = await openAppSettings(dir);
      expect(settings.get()).toEqual(DEFAULTS);
      expect(settings.problem?.message).toContain('damaged');
      expect(readdirSync(dir)).toEqual(['settings.json']);

      await settings.set({ theme: 'dark' });
      await settings.set({ theme: 'light' });
      expect((await openAppSettings(dir)).get()).toMatchObject({ theme: 'light' });
      const aside = readdirSync(dir).filter((name) => name !== 'settings.json');
      expect(aside).toEqual([expect.stringMatching(/^settings\.json\.unreadable-\d{4}-/)]);
      expect(readFileSync(join(dir, aside[0] ?? ''), 'utf8')).toBe(text);
    },
  );

  it('never overwrites what a newer Plumbline wrote', async () => {
    const text = '{"formatVersion":2,"theme":"dark","density":"high"}';
    const dir = await given(text);
    const settings = await openAppSettings(dir);
    expect(settings.problem?.message).toContain('newer Plumbline');
    expect(await settings.set({ theme: 'dark' })).toMatchObject({ theme: 'dark' });
    expect(readFileSync(join(dir, 'settings.json'), 'utf8')).toBe(text);
  });

  it('keeps the editor; a file from before there was one is read', async () => {
    const dir = await given('{"formatVersion":1,"theme":"dark","locale":"en"}');
    const settings = await openAppSettings(dir);
    expect(settings.get()).toEqual({ ...DEFAULTS, theme: 'dark', locale: 'en' });
    await settings.set({ editor: 'custom', editorCommand: 'vim {file}' });
    expect(kept(dir)).toMatchObject({ theme: 'dark', editor: 'custom', editorCommand: 'vim {file}' });
  });

  it('reads a value that it does not know as its default, and keeps the rest', async () => {
    const dir = await given('{"formatVersion":1,"theme":"sepia","locale":"zh-CN"}');
    expect((await openAppSettings(dir)).get()).toEqual({ ...DEFAULTS, locale: 'zh-CN' });
  });

  it('says so where it cannot write, has the change all the same, and writes it with the next', async () => {
    const dir = folder();
    let full = true;
    const settings = await openAppSettings(dir, {
      ...nodeFiles,
      create: (path, bytes) =>
        full
          ? Promise.reject(Object.assign(new Error('full'), { code: 'disk-full' }))
          : nodeFiles.create(path, bytes),
    });
    await expect(settings.set({ theme: 'dark' })).rejects.toMatchObject({ code: 'disk-full' });
    expect(settings.get().theme).toBe('dark');
    full = false;
    await settings.set({ locale: 'en' });
    expect(kept(dir)).toMatchObject({ theme: 'dark', locale: 'en' });
  });
});
