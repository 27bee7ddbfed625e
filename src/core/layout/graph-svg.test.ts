import { describe, expect, it } from 'vitest';
import { chainOf } from '../../../test/support/graph-picture';
import { coloursOf, LIGHT_THEME } from './graph-colours';
import { graphSvg } from './graph-svg';

const HOSTILE = `<script>alert("1")</script>&]]>\u0000\ud800`;
const words = {
  of: 'of',
  inline: '(inline)',
  box: (box: number) => `box ${box} ${HOSTILE}`,
  call: (call: number) => `call ${call} ${HOSTILE}`,
};

describe('graphSvg', () => {
  it('draws each box and each call, dotted where it leads over others', () => {
    const svg = graphSvg(chainOf(['f', 'g', 'h']), LIGHT_THEME, words);
    expect(svg).toContain('<rect x="10" y="20" width="80" height="40" rx="3"');
    expect(svg).toContain('M50 60C50 70 50 80 50 90');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(svg).toContain('>2ms (inline)</text>');
    expect(svg).toContain('>of 2 (20%)</tspan>');
  });

  it('has nothing of a name but text', () => {
    const svg = graphSvg(chainOf([HOSTILE, HOSTILE]), LIGHT_THEME, words);
    const tags = [...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, tag]) => tag);
    expect(new Set(tags)).toEqual(new Set(['svg', 'rect', 'g', 'title', 'path', 'text', 'tspan']));
  });
});

describe('coloursOf', () => {
  it('tells growth from shrinking, and nothing from little', () => {
    const fill = (value: number, isDifference: boolean) =>
      coloursOf(LIGHT_THEME, value, 100, isDifference).fill;
    expect(fill(50, true)).toBe(LIGHT_THEME.grow[3]);
    expect(fill(-50, true)).toBe(LIGHT_THEME.shrink[3]);
    expect(fill(0, true)).toBe(LIGHT_THEME.same);
    expect(fill(0, false)).toBe(LIGHT_THEME.fill[0]);
    expect(fill(100, false)).toBe(LIGHT_THEME.fill[1]);
    expect(coloursOf(LIGHT_THEME, 1, 0, false).fill).toBe(LIGHT_THEME.fill[0]);
  });
});
