// The import table is only worth something if it bites: each forbidden arrow is drawn in a scratch tree, and caught.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

interface Verdict {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const FILES: Record<string, string> = {
  'src/core/pure.ts': 'export const pure = 1;',
  'src/core/host.ts': "import { readFileSync } from 'node:fs';\nexport const host = readFileSync;",
  'src/core/upwards.ts': "import { words } from '../contract/words';\nexport const upwards = words;",
  'src/core/vue.ts': "import { ref } from 'vue';\nexport const count = ref(1);",
  'src/core/types-only.ts': "import type { Words } from '../contract/words';\nexport type Upwards = Words;",
  'src/contract/words.ts': 'export const words = 1;\nexport type Words = string;',
  'src/contract/allowed.ts':
    "import { pure } from '../core/pure';\nimport { z } from 'zod';\nexport const allowed = [pure, z];",
  'src/contract/node.ts': "import path from 'node:path';\nexport const sep = path.sep;",
  'src/main/capture/host.ts': "import { window } from '../desktop/window';\nexport const host = window;",
  'src/main/capture/electron.ts': "import { app } from 'electron';\nexport const name = app;",
  'src/main/desktop/window.ts': "import { app } from 'electron';\nexport const window = app;",
  'src/preload/main.ts': "import { window } from '../main/desktop/window';\nexport const main = window;",
  'src/renderer/features/one/view.ts': "import { other } from '../two/view';\nexport const view = other;",
  'src/renderer/features/two/view.ts': 'export const other = 1;',
  'src/renderer/features/two/chart.ts': "import * as echarts from 'echarts';\nexport const chart = echarts;",
  'src/renderer/state/store.ts': "import { other } from '../features/two/view';\nexport const store = other;",
  'src/renderer/ui/widget.ts': "import { mine } from '../state/mine';\nexport const widget = mine;",
  'src/renderer/state/mine.ts': 'export const mine = 1;',
  'src/renderer/main-code.ts':
    "import { window } from '../main/desktop/window';\nexport const main = window;",
  'src/cli/ui.ts': "import { mine } from '../renderer/state/mine';\nexport const ui = mine;",
  'src/main/circle-a.ts': "import { b } from './circle-b';\nexport const a: number = b;",
  'src/main/circle-b.ts': "import { a } from './circle-a';\nexport const b: number = a;",
};

describe('the import table', () => {
  let root = '';
  let violations: Verdict[] = [];

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'import-table-'));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
    const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    let output: string;
    try {
      output = execFileSync(
        process.execPath,
        [program, '--config', join(repository, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src'],
        { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] },
      );
    } catch (error) {
      output = (error as { stdout: string }).stdout;
    }
    violations = (JSON.parse(output) as { summary: { violations: Verdict[] } }).summary.violations;
  });

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  const caught = (from: string): string[] =>
    violations.filter((v) => v.from === from).map((v) => v.rule.name);

  it.each([
    ['src/core/host.ts', 'core-is-pure'],
    ['src/core/vue.ts', 'core-is-pure'],
    ['src/core/upwards.ts', 'core-imports-core'],
    ['src/core/types-only.ts', 'core-imports-core'],
    ['src/contract/node.ts', 'contract-has-zod-only'],
    ['src/main/capture/host.ts', 'hosts-on-top'],
    ['src/main/capture/electron.ts', 'electron-in-desktop-only'],
    ['src/preload/main.ts', 'preload-imports-contract'],
    ['src/renderer/features/one/view.ts', 'features-never-import-one-another'],
    ['src/renderer/features/two/chart.ts', 'echarts-in-one-place'],
    ['src/renderer/state/store.ts', 'state-imports'],
    ['src/renderer/ui/widget.ts', 'ui-imports'],
    ['src/renderer/main-code.ts', 'renderer-imports'],
    ['src/cli/ui.ts', 'cli-imports'],
    ['src/main/circle-a.ts', 'no-circular'],
  ])('catches %s by %s', (from, rule) => {
    expect(caught(from)).toContain(rule);
  });

  it.each([
    'src/core/pure.ts',
    'src/contract/allowed.ts',
    'src/main/desktop/window.ts',
    'src/renderer/features/two/view.ts',
  ])('lets %s pass', (from) => {
    expect(caught(from)).toEqual([]);
  });
});
