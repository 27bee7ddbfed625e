// Texts on stretches of lanes, which are found while lanes are filled and drawn on top of them.
import { spanAt, spanEnd, type LaneView } from '../../core/layout/lane-layout';
import type { LanesColours, SpansRow } from './lanes-scene';

/** In CSS pixels: narrower stretches have none. */
const LEAST_LABEL = 44;
const LABEL_PADDING = 4;
const MOST_LABELS = 1000;

interface Label {
  readonly text: string;
  readonly isOnBar: boolean;
  /** Device pixels: its left edge and its middle. */
  readonly x: number;
  readonly y: number;
}

export class LaneLabels {
  #ratio = 1;
  #cell = 7;
  #labels: Label[] = [];

  constructor(
    private readonly context: CanvasRenderingContext2D,
    /** A CSS font of a monospaced family. */
    private readonly font: string,
  ) {}

  resize(ratio: number): void {
    this.#ratio = ratio;
    this.context.font = this.#scaledFont();
    this.#cell = this.context.measureText('m').width;
  }

  clear(): void {
    this.#labels = [];
  }

  /**
   * Of the spans that fill the columns from `x` to `end` in one state, in the middle of a bar or above what lies low. `top`
   * in CSS pixels.
   */
  add(row: SpansRow, view: LaneView, x: number, end: number, isOnBar: boolean, top: number): void {
    const least = LEAST_LABEL * this.#ratio;
    if (end - x < least) return;
    const { spans } = row.filler;
    // No span that has room lies between two places that are looked at.
    for (let look = x, known = -1; look < end && this.#labels.length < MOST_LABELS; look += least) {
      const span = spanAt(spans, row.lane, (view.first + look + 0.5) * view.nsPerPx);
      if (span < 0 || span === known) continue;
      known = span;
      const from = Math.max(x, Math.ceil(spans.from[span]! / view.nsPerPx - view.first));
      const to = Math.min(end, Math.floor(spanEnd(spans, row.lane, span) / view.nsPerPx - view.first));
      if (to - from < least) continue;
      const padding = LABEL_PADDING * this.#ratio;
      const text = row.label(span, Math.floor((to - from - 2 * padding) / this.#cell));
      const middle = row.top - top + row.height * (isOnBar ? 0.6 : 0.38);
      if (text !== '')
        this.#labels.push({ text, isOnBar, x: from + padding, y: Math.round(middle * this.#ratio) });
    }
  }

  draw({ ink, inkOnBars }: LanesColours): void {
    const { context } = this;
    context.font = this.#scaledFont();
    context.textBaseline = 'middle';
    for (const isBar of [false, true]) {
      context.fillStyle = isBar ? inkOnBars : ink;
      for (const { text, isOnBar, x, y } of this.#labels) if (isOnBar === isBar) context.fillText(text, x, y);
    }
  }

  #scaledFont(): string {
    return this.font.replace(/([\d.]+)px/, (_, size: string) => `${Number(size) * this.#ratio}px`);
  }
}
