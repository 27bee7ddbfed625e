// A benchmark's page as one script, and what is told of its frames.
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { Context } from './bench';

/** `test/bench/NAME-page.ts`, bundled. */
export async function pageScript({ root, home }: Context, name: string): Promise<string> {
  const folder = mkdtempSync(join(home, `${name}-`));
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      target: 'chrome130',
      rolldownOptions: {
        input: join(root, `test/bench/${name}-page.ts`),
        output: { format: 'iife', entryFileNames: 'page.js' },
      },
    },
  });
  return readFileSync(join(folder, 'page.js'), 'utf8');
}

/** The 95th of a hundred. */
export const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;
