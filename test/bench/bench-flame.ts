// Panning and zooming a flame graph of 200,000 boxes in a real browser that rasterises in software.
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { launchChromium, whyNoChromium } from '../support/chromium';
import type { Bench, Context } from './bench';
import { spreadOf } from './measure';
import type { Row } from './result';

const BOXES = 200_000;
const RATIOS = [1, 2] as const;

/** The 95th of a hundred. */
const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN;

async function pageScript({ root, home }: Context): Promise<string> {
  const folder = mkdtempSync(join(home, 'flame-'));
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      target: 'chrome130',
      rolldownOptions: {
        input: join(root, 'test/bench/flame-page.ts'),
        output: { format: 'iife', entryFileNames: 'page.js' },
      },
    },
  });
  return readFileSync(join(folder, 'page.js'), 'utf8');
}

export const flameBench: Bench = {
  name: 'flame',
  why: () => whyNoChromium,
  async run(context) {
    const content = await pageScript(context);
    const boxes = context.inputs.sizes.name === 'tiny' ? 2000 : BOXES;
    const browser = await launchChromium();
    const rows: Row[] = [];
    try {
      for (const ratio of RATIOS) {
        const [script, frame]: [number[], number[]] = [[], []];
        for (let round = 0; round < context.rounds(5); round++) {
          const page = await browser.newPage({
            viewport: { width: 1280, height: 800 },
            deviceScaleFactor: ratio,
          });
          try {
            await page.addScriptTag({ content });
            const times = await page.evaluate(([n, r]) => window.runFlame(n, r), [boxes, ratio] as const);
            script.push(p95(times.script));
            frame.push(p95(times.frame));
          } finally {
            await page.close();
          }
        }
        const of = `${boxes.toLocaleString('en-US')} boxes at 1280×800, device pixel ratio ${ratio}`;
        const row = (what: string, values: number[], limit: number): Row => ({
          bench: 'flame',
          what: `${what}, p95 of 160, ${of}`,
          ours: spreadOf(values),
          theirs: null,
          unit: 'ms',
          limit,
        });
        rows.push(row('script of a frame', script, 8), row('whole frame', frame, 33));
      }
    } finally {
      await browser.close();
    }
    return rows;
  },
};
