import type { GraphLook } from '../../canvas/graph-painter';

const STEPS = [1, 2, 3, 4, 5, 6];

/** The design tokens that hold where `element` is, as a painter takes them. */
export function graphLookOf(element: Element, words: Pick<GraphLook, 'of' | 'inline'>): GraphLook {
  const style = getComputedStyle(element);
  const look = (token: string): string => style.getPropertyValue(token).trim();
  const ramp = (name: string): string[] => STEPS.map((step) => look(`--${name}-${step}`));
  return {
    theme: {
      background: look('--surface-panel'),
      ink: look('--text-1'),
      quiet: look('--text-2'),
      fill: [look('--surface-base'), look('--graph-heavy')],
      line: [look('--series-3'), look('--series-1')],
      same: look('--same'),
      grow: ramp('grow'),
      shrink: ramp('shrink'),
    },
    accent: look('--accent'),
    font: look('--font-mono'),
    ...words,
  };
}
