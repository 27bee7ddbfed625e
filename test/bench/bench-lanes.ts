// Panning and zooming lanes of 1,000,000 spans in a real browser that rasterises in software.
import { launchChromium, whyNoChromium } from '../support/chromium';
import type { Bench } from './bench';
import { spreadOf } from './measure';
import { p95, pageScript } from './page-script';
import type { Row } from './result';

const SPANS = 1_000_000;
const SHAPES = [
  ['bursts between long waits', true],
  ['spans without waits', false],
] as const;
const RATIOS = [1, 2] as const;

export const lanesBench: Bench = {
  name: 'lanes',
  why: () => whyNoChromium,
  async run(context) {
    const content = await pageScript(context, 'lanes');
    const spans = context.inputs.sizes.name === 'tiny' ? 20_000 : SPANS;
    const browser = await launchChromium();
    const rows: Row[] = [];
    try {
      for (const [shape, isBursty] of SHAPES) {
        for (const ratio of RATIOS) {
          const [script, frame]: [number[], number[]] = [[], []];
          for (let round = 0; round < context.rounds(5); round++) {
            const page = await browser.newPage({
              viewport: { width: 1280, height: 800 },
              deviceScaleFactor: ratio,
            });
            try {
              await page.addScriptTag({ content });
              const times = await page.evaluate(([n, bursty, r]) => window.runLanes(n, bursty, r), [
                spans,
                isBursty,
                ratio,
              ] as const);
              script.push(p95(times.script));
              frame.push(p95(times.frame));
            } finally {
              await page.close();
            }
          }
          const of = `${spans.toLocaleString('en-US')} spans in lanes at 1280×800, ${shape}, device pixel ratio ${ratio}`;
          const row = (what: string, values: number[], limit: number): Row => ({
            bench: 'lanes',
            what: `${what}, p95 of 160, ${of}`,
            ours: spreadOf(values),
            theirs: null,
            unit: 'ms',
            limit,
          });
          rows.push(row('script of a frame', script, 8), row('whole frame', frame, 33));
        }
      }
    } finally {
      await browser.close();
    }
    return rows;
  },
};
