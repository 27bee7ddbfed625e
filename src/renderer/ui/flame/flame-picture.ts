// What is saved of the flame graphs that are shown: one, or around a function those of its callers and callees.
import { cssOf } from '../../canvas/flame-painter';
import { joinCanvases, joinSvgs, type PictureLook, type SvgPart } from '../../canvas/joined-pictures';
import { flamePaletteOf } from './flame-palette';

export interface DrawnGraph {
  readonly title: string;
  readonly svg: () => Omit<SvgPart, 'title'> | null;
  readonly bitmap: (ratio: number) => HTMLCanvasElement | null;
}

const RATIO = 2;

/** null: nothing is drawn yet. */
export function flamePicture(graphs: readonly DrawnGraph[], format: 'svg' | 'png'): Promise<Blob> | null {
  if (format === 'svg') {
    const parts = graphs.flatMap(({ title, svg }) => {
      const drawn = svg();
      return drawn === null ? [] : [{ title, ...drawn }];
    });
    return parts.length === 0 ? null : Promise.resolve(new Blob([joinSvgs(parts, lookNow())]));
  }
  const parts = graphs.flatMap(({ title, bitmap }) => {
    const canvas = bitmap(RATIO);
    return canvas === null ? [] : [{ title, canvas }];
  });
  if (parts.length === 0) return null;
  const whole = joinCanvases(parts, lookNow(), RATIO, document.createElement('canvas'));
  return new Promise((done, fail) =>
    whole.toBlob((blob) => (blob === null ? fail(new Error('no picture')) : done(blob)), 'image/png'),
  );
}

function lookNow(): PictureLook {
  const { ink, background } = flamePaletteOf(document.documentElement);
  const font = getComputedStyle(document.documentElement).getPropertyValue('--font-ui').trim();
  return { ink, background: cssOf(background), font };
}
