import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAppSettings } from './app-settings';

describe('app settings', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'plumbline-settings-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const file = (): string => join(dir, 'settings.json');

  it('keeps what was set, and its format version', () => {
    expect(createAppSettings(dir).get()).toEqual({ theme: 'system', locale: 'system' });
    expect(createAppSettings(dir).set({ theme: 'dark' })).toEqual({ theme: 'dark', locale: 'system' });
    expect(createAppSettings(dir).get()).toEqual({ theme: 'dark', locale: 'system' });
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      formatVersion: 1,
      theme: 'dark',
      locale: 'system',
    });
  });

  it.each(['', '{', 'null', '[]', '{"formatVersion":2,"theme":"dark"}', '{"theme":7}'])(
    'takes an unreadable file (%j) as none',
    (text) => {
      writeFileSync(file(), text);
      expect(createAppSettings(dir).get()).toEqual({ theme: 'system', locale: 'system' });
    },
  );

  it('reads a value that it does not know as its default, and keeps the rest', () => {
    writeFileSync(file(), '{"formatVersion":1,"theme":"sepia","locale":"zh-CN"}');
    expect(createAppSettings(dir).get()).toEqual({ theme: 'system', locale: 'zh-CN' });
  });
});
