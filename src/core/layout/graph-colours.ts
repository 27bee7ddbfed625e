// What a box or a call looks like by its share of the total: the heavier the darker, or by which way it changed.

/** `#rrggbb` each; ramps from faint to strong. */
export interface GraphTheme {
  readonly background: string;
  readonly ink: string;
  /** Of values, and of code that is not the program's own. */
  readonly quiet: string;
  /** Of boxes and of lines, from nothing to all. */
  readonly fill: readonly [string, string];
  readonly line: readonly [string, string];
  readonly same: string;
  readonly grow: readonly string[];
  readonly shrink: readonly string[];
}

export interface GraphColours {
  readonly fill: string;
  readonly line: string;
}

/** Small shares are drawn apart from nothing, as pprof does it. */
const strengthOf = (share: number): number => Math.min(1, Math.abs(share)) ** 0.3;

/** Red for what grew and blue-green for what shrank; where nothing is compared, one scale of greys. */
export function coloursOf(
  theme: GraphTheme,
  value: number,
  total: number,
  isDifference: boolean,
): GraphColours {
  const share = total === 0 ? 0 : value / Math.abs(total);
  const strength = strengthOf(share);
  if (!isDifference) {
    return { fill: mix(theme.fill, strength ** 2), line: mix(theme.line, strength) };
  }
  if (share === 0) return { fill: theme.same, line: theme.line[0] };
  const ramp = share > 0 ? theme.grow : theme.shrink;
  // The strongest are for lines: the ink can be read on the first four.
  const fill = Math.min(3, Math.floor(strength * 4));
  const line = 2 + Math.min(3, Math.floor(strength * 4));
  return { fill: ramp[fill] ?? theme.same, line: ramp[line] ?? theme.line[1] };
}

function mix([from, to]: readonly [string, string], share: number): string {
  const part = (text: string, i: number): number => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => Math.round(part(from, i) + (part(to, i) - part(from, i)) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The light theme of the workbench, for pictures that are made without one. */
export const LIGHT_THEME: GraphTheme = {
  background: '#ffffff',
  ink: '#1b1a1e',
  quiet: '#4c4a52',
  fill: ['#faf9f8', '#c9c5bf'],
  line: ['#b3afb8', '#2f2d36'],
  same: '#e6e3de',
  grow: ['#fbe6e1', '#f6cabf', '#eda596', '#df7666', '#c94a41', '#a42a2c'],
  shrink: ['#dff0f3', '#b9dfe6', '#86c5d1', '#46a3b5', '#177f94', '#0c5b6d'],
};
