import { expect, it } from 'vitest';
import { placeOn, type Place } from './window-place';

const area: Place = { x: 0, y: 25, width: 1440, height: 875 };
const at = (x: number, y: number, width = 1000, height = 640): Place => ({ x, y, width, height });

it('stays where a hand can reach its upper edge', () => {
  for (const place of [at(40, 30), at(-800, 25), at(1340, 700), at(0, 25, 3000, 2000)])
    expect(placeOn(area, place)).toEqual(place);
});

it('comes back from a place off every screen, with its size', () => {
  expect(placeOn(area, at(-5000, 40))).toEqual(at(0, 40));
  expect(placeOn(area, at(2600, 3000))).toEqual(at(440, 260));
  expect(placeOn(area, at(100, -300))).toEqual(at(100, 25));
});

it('is never larger than the screen that it comes back to', () => {
  expect(placeOn(area, at(9000, 9000, 2560, 1400))).toEqual(area);
});
