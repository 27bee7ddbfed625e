let cell = 0;

/**
 * Width in pixels of one character as GoName.vue sets it: 11.5 px of the monospaced font, letters 0.03 em closer,
 * bold being as wide. Measured once, by canvas, so that no row ever forces a layout.
 */
export function monoCell(): number {
  if (cell > 0) return cell;
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font-mono').trim();
  if (context === null || family === '') return 7;
  context.font = `600 11.5px ${family}`;
  cell = context.measureText('0'.repeat(100)).width / 100 - 0.03 * 11.5;
  return cell;
}
