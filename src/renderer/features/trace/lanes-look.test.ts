import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { traceWaitWords } from '../../../../test/support/trace-words';
import { cssOf } from '../../canvas/flame-painter';
import { STRIPS, lanePalette } from '../../canvas/lanes-palette';
import { lanesLook } from './lanes-look';

const css = readFileSync(join(import.meta.dirname, '../../ui/tokens.css'), 'utf8');
function tokensOf(theme: 'light' | 'dark'): (name: string) => string {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  const values = new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`${theme} has no ${name}`);
    return value;
  };
}

/** WCAG 2: relative luminance of `#rrggbb`. */
function luminanceOf(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrastOf(a: string, b: string): number {
  const [low, high] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const WORDS = ['running', 'runnable', 'syscall', ...traceWaitWords()];

describe.each(['light', 'dark'] as const)('lanes in the %s theme', (theme) => {
  const look = lanesLook(tokensOf(theme));
  const { height } = lanePalette(WORDS, look.state);
  const { background, highlighted, selected, ink, inkOnBars } = look.colours;

  it('have labels that can be read on whatever they stand on', () => {
    const bars = WORDS.filter((_, state) => height[state] === STRIPS);
    expect(bars).toEqual(['running', 'syscall']);
    for (const word of bars) {
      const { strong, texture } = look.state(word);
      // A second colour would be another pair.
      expect(texture).toBe('plain');
      expect(contrastOf(inkOnBars, cssOf(strong)), word).toBeGreaterThanOrEqual(4.5);
    }
    for (const behind of [background, highlighted, selected])
      expect(contrastOf(ink, cssOf(behind))).toBeGreaterThanOrEqual(4.5);
  });
});

it('contrast is that of WCAG', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});
