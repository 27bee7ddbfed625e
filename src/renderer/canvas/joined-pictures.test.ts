import { describe, expect, it } from 'vitest';
import { joinCanvases, joinSvgs } from './joined-pictures';

const LOOK = { ink: '#111111', background: '#ffffff', font: 'sans-serif' };
const part = (title: string, height: number) => ({
  title,
  svg: `<svg height="${height}"/>`,
  width: 300,
  height,
});

describe('pictures that are saved as one', () => {
  it('stand below one another, each under its title', () => {
    const svg = joinSvgs([part('Called by', 40), part('<Calls>', 60)], LOOK);
    expect(svg).toContain('width="300" height="148"');
    expect(svg).toContain('>Called by</text>\n<g transform="translate(0 24)">\n<svg height="40"/>');
    expect(svg).toContain('>&lt;Calls&gt;</text>\n<g transform="translate(0 88)">\n<svg height="60"/>');
  });

  it('are what they were where there is but one', () => {
    expect(joinSvgs([part('', 40)], LOOK)).toBe('<svg height="40"/>');
  });

  it('are painted so too, in pixels of the screen', () => {
    const drawn: unknown[][] = [];
    const context = {
      fillRect: (...at: number[]) => drawn.push(at),
      fillText: (...text: unknown[]) => drawn.push(text),
      drawImage: (canvas: { name: string }, x: number, y: number) => drawn.push([canvas.name, x, y]),
    };
    const canvas = (name: string, height: number) =>
      ({ name, width: 600, height, getContext: () => context }) as unknown as HTMLCanvasElement;
    const parts = [
      { title: 'Called by', canvas: canvas('callers', 80) },
      { title: 'Calls', canvas: canvas('callees', 120) },
    ];
    const whole = joinCanvases(parts, LOOK, 2, canvas('whole', 0));
    expect([whole.width, whole.height]).toEqual([600, 296]);
    expect(drawn).toEqual([
      [0, 0, 600, 296],
      ['Called by', 16, 32],
      ['callers', 0, 48],
      ['Calls', 16, 160],
      ['callees', 0, 176],
    ]);
    const alone = canvas('alone', 80);
    expect(joinCanvases([{ title: '', canvas: alone }], LOOK, 2, canvas('whole', 0))).toBe(alone);
  });
});
