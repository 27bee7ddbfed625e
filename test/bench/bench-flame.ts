// Panning and zooming a flame graph of 200,000 boxes in a real browser that rasterises in software.
import { launchChromium, whyNoChromium } from '../support/chromium';
import type { Bench } from './bench';
import { spreadOf } from './measure';
import { p95, pageScript } from './page-script';
import type { Row } from './result';

const BOXES = 200_000;
const RATIOS = [1, 2] as const;

export const flameBench: Bench = {
  name: 'flame',
  why: () => whyNoChromium,
  async run(context) {
    const content = await pageScript(context, 'flame');
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
