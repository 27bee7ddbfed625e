// Where a window can be shown.
import { existsSync } from 'node:fs';

/** `why`: why it cannot; `wrap` makes a command one that has a display. */
export function findDisplay() {
  const bare = (command) => command;
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { why: null, wrap: bare };
  }
  if (!inPath('xvfb-run')) return { why: 'there is no display, and no xvfb-run to make one', wrap: bare };
  return {
    why: null,
    wrap: (command) => ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command],
  };
}

function inPath(program) {
  return (process.env.PATH ?? '').split(':').some((dir) => existsSync(`${dir}/${program}`));
}
