import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../core/base/escape-xml';
import { layOutFlame } from '../../core/layout/flame-layout';
import { FlameBuilder } from '../../core/pprof/flame-tree';
import { pixelOfHex } from './colour';
import { flameSvg } from './flame-svg';
import { WHOLE } from './flame-window';

const HOSTILE = `<script>alert("1")</script>&]]>\u0000\ud800`;

function svgOf(name: string): string {
  const builder = new FlameBuilder(false);
  builder.add([0], 1, 3, 0);
  builder.add([1], 1, 1, 0);
  const layout = layOutFlame(builder.finish(9));
  return flameSvg(
    {
      layout,
      colours: new Uint32Array(3).fill(pixelOfHex('#aabbcc')),
      palette: {
        isDark: false,
        background: pixelOfHex('#ffffff'),
        rest: 0,
        same: 0,
        grow: [],
        shrink: [],
        ink: '#000000',
      },
      window: WHOLE,
      label: (box) => `${name} ${box}`,
    },
    400,
    (box) => `title of ${name} ${box}`,
  );
}

describe('flameSvg', () => {
  it('draws each box where the layout has it, with its label and its words', () => {
    const svg = svgOf('f');
    expect(svg).toContain('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40"');
    expect(svg).toContain('<rect x="0" y="20" width="299" height="19" fill="#aabbcc"/>');
    expect(svg).toContain('<rect x="300" y="20" width="99" height="19" fill="#aabbcc"/>');
    expect(svg.match(/<title>/g)).toHaveLength(3);
    expect(svg).toContain('>f 1</text>');
  });

  it('has nothing of a name but text', () => {
    const svg = svgOf(HOSTILE);
    expect(svg).not.toContain('<script');
    // Every tag is one of ours, closed as XML wants it.
    const tags = [...svg.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, tag]) => tag);
    expect(new Set(tags)).toEqual(new Set(['svg', 'rect', 'g', 'title', 'text']));
    expect(escapeXml(HOSTILE)).toBe('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;]]&gt;\ufffd');
  });
});
