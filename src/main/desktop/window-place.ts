export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a window that a hand needs to get hold of it. */
const GRIP = 100;

/**
 * Where a window that was at `place` opens on the screen whose free area is `area`: there, if it can still be got hold of
 * by its upper edge; else as near to it as the screen goes, no larger than that. Screens are unplugged between two starts.
 */
export function placeOn(area: Place, place: Place): Place {
  const isReachable =
    Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x) >= GRIP &&
    place.y >= area.y &&
    place.y + GRIP <= area.y + area.height;
  if (isReachable) return place;
  const width = Math.min(place.width, area.width);
  const height = Math.min(place.height, area.height);
  const within = (at: number, from: number, room: number): number =>
    Math.max(from, Math.min(at, from + room));
  return {
    x: within(place.x, area.x, area.width - width),
    y: within(place.y, area.y, area.height - height),
    width,
    height,
  };
}
