// What the painter of lanes is given: rows from top to bottom, the window of time, and colours.
import type { LaneFiller } from '../../core/layout/lane-layout';
import type { RangeLayout } from '../../core/layout/range-layout';
import type { LanePalette } from './lanes-palette';

export interface LanesWindow {
  /** Nanoseconds, as `time` of events: the left edge. */
  readonly from: number;
  /** Of a CSS pixel. */
  readonly nsPerPx: number;
}

export type Emphasis = 'plain' | 'highlighted' | 'selected';

export interface RowPlace {
  /** CSS pixels from the top of all rows; rows come in this order and do not overlap. */
  readonly top: number;
  readonly height: number;
  readonly emphasis?: Emphasis;
}

/** A lane of spans. */
export interface SpansRow extends RowPlace {
  readonly kind: 'spans';
  readonly filler: LaneFiller;
  readonly lane: number;
  readonly palette: LanePalette;
  /** The text of a span in so many monospaced characters; '' for none. */
  readonly label: (span: number, cells: number) => string;
}

/** How many are in each state, stacked. */
export interface DensityRow extends RowPlace {
  readonly kind: 'density';
  readonly palette: LanePalette;
  /** As densityOf gives it. It is stretched where the window is another by now. */
  readonly values: Float32Array;
  readonly from: number;
  readonly nsPerColumn: number;
  readonly columns: number;
  /** As many as the whole height stands for. */
  readonly full: number;
}

/** What begins and ends, one above the other where they overlap. */
export interface RangesRow extends RowPlace {
  readonly kind: 'ranges';
  readonly layout: RangeLayout;
  /** Pixel of a range. */
  readonly colourOf: (range: number) => number;
}

/** A number that changes in steps. */
export interface SeriesRow extends RowPlace {
  readonly kind: 'series';
  readonly time: Float64Array;
  readonly value: Float64Array;
  /** Where it ends. */
  readonly end: number;
  /** The value of the whole height. */
  readonly full: number;
  readonly line: number;
  readonly fill: number;
}

/** Nothing but its background: a heading, whose text is not the painter's. */
export interface BlankRow extends RowPlace {
  readonly kind: 'blank';
}

export type LanesRow = SpansRow | DensityRow | RangesRow | SeriesRow | BlankRow;

export interface LanesColours {
  readonly background: number;
  /** Backgrounds of rows. */
  readonly highlighted: number;
  readonly selected: number;
  /** CSS; of labels on the background, and on the strong colours of what runs. */
  readonly ink: string;
  readonly inkOnBars: string;
}

export interface LanesScene {
  readonly rows: readonly LanesRow[];
  readonly window: LanesWindow;
  /** CSS pixels that are scrolled away above. */
  readonly top: number;
  readonly colours: LanesColours;
}

export function backgroundOf({ emphasis }: RowPlace, colours: LanesColours): number {
  if (emphasis === 'selected') return colours.selected;
  return emphasis === 'highlighted' ? colours.highlighted : colours.background;
}
