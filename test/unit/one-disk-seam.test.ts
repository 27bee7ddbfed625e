// What the crash tests prove holds only for what goes through the seam: each way around it is tried, and caught.
import { resolve } from 'node:path';
import { ESLint, Linter } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { oneDiskSeam } from '../../scripts/one-disk-seam.mjs';

const repository = resolve(import.meta.dirname, '../..');
const linter = new Linter();
const caught = (code: string): number =>
  linter.verify(
    code,
    [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: ts.parser },
        rules: oneDiskSeam.rules,
      },
    ],
    'src/main/any.ts',
  ).length;

describe('the one way to the disk', () => {
  it.each([
    "import { writeFile } from 'node:fs/promises';",
    "import { open } from 'node:fs/promises';",
    "import { createWriteStream } from 'node:fs';",
    "import * as fs from 'node:fs';",
    "import fs from 'node:fs/promises';",
    "import { promises } from 'node:fs';",
    "import { readFile } from 'fs/promises';",
    "import atomically from 'write-file-atomic';",
    "export { rename } from 'node:fs/promises';",
    "const { rm } = await import('node:fs/promises');",
  ])('catches %s', (code) => {
    expect(caught(code)).toBe(1);
  });

  it.each([
    "import { createReadStream, type Dirent } from 'node:fs';",
    "import { readFile, stat } from 'node:fs/promises';",
    "import { nodeFiles } from './workspace/files';",
  ])('lets %s pass', (code) => {
    expect(caught(code)).toBe(0);
  });

  it.each([
    ['src/main/app-settings.ts', true],
    ['src/main/desktop/window-state.ts', true],
    ['src/main/analysis/series-index.ts', true],
    ['src/main/workspace/session-store.ts', true],
    ['src/main/workspace/files.ts', false],
  ])('watches %s: %s', async (path, watched) => {
    const eslint = new ESLint({ cwd: repository });
    const config = (await eslint.calculateConfigForFile(path)) as { rules: Record<string, unknown> };
    expect('no-restricted-imports' in config.rules).toBe(watched);
  });
});
