// Colours as a canvas's pixels have them: 0xAABBGGRR, for an ImageData seen as 32-bit numbers.

/** Of OKLCH, in which equal lightness looks equally light whatever the hue. Hue in degrees. */
export function pixelOfOklch(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return pixelOfRgb(
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  );
}

function toByte(linear: number): number {
  const c = Math.max(0, Math.min(1, linear));
  return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
}

export const pixelOfRgb = (r: number, g: number, b: number): number =>
  (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;

/** Of `#rgb` or `#rrggbb`, as the design tokens are written; black for what is neither. */
export function pixelOfHex(text: string): number {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1] ?? '000000';
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
  const value = parseInt(full, 16);
  return pixelOfRgb(value >> 16, (value >> 8) & 255, value & 255);
}

/** A pixel between two, `share` 0 (the first) to 1. */
export function mixPixels(a: number, b: number, share: number): number {
  const channel = (shift: number): number => {
    const [from, to] = [(a >>> shift) & 255, (b >>> shift) & 255];
    return Math.round(from + (to - from) * share);
  };
  return pixelOfRgb(channel(0), channel(8), channel(16));
}
